package io.tollgate.access;

import java.time.Clock;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tokens for tests of other packages. */
public final class TestTokens {
    private TestTokens() {}

    public static ApiTokens on(JdbcTemplate jdbc) {
        return new ApiTokens(JdbcClient.create(jdbc), Clock.systemUTC());
    }
}
