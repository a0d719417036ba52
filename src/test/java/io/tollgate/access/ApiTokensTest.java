package io.tollgate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.MovableClock;
import io.tollgate.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class ApiTokensTest {
    private final MovableClock clock = new MovableClock(Instant.parse("2030-01-10T00:00:00Z"));
    private HikariDataSource database;
    private ApiTokens tokens;

    @BeforeEach
    void open() {
        database = TestDatabase.newInbox();
        tokens = new ApiTokens(JdbcClient.create(new JdbcTemplate(database)), clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void knowsWhoseATokenIsAndKeepsItsHashOnly() {
        String token = tokens.create("deploy", Role.OPERATOR, "adam", null);
        assertThat(token).matches("tg_[A-Za-z0-9_-]{43}");
        assertThat(tokens.owner(token)).hasValue(new ApiTokens.Owner("deploy", Role.OPERATOR));
        assertThat(tokens.owner(token.substring(0, 45) + (token.endsWith("A") ? "B" : "A")))
                .isEmpty();
        assertThat(new JdbcTemplate(database)
                        .queryForObject("SELECT row_to_json(t)::text FROM tollgate.api_token t", String.class))
                .doesNotContain(token.substring(3));
    }

    @Test
    void isGoodForNothingOnceItHasExpired() {
        String token =
                tokens.create("deploy", Role.VIEWER, "adam", clock.instant().plusSeconds(60));
        assertThat(tokens.owner(token)).isPresent();
        clock.move(Duration.ofSeconds(60));
        assertThat(tokens.owner(token)).isEmpty();
    }

    @Test
    void isGoodForNothingOnceItIsRevoked() {
        String token = tokens.create("deploy", Role.VIEWER, "adam", null);
        assertThat(tokens.revoke("deploy")).isTrue();
        assertThat(tokens.owner(token)).isEmpty();
        assertThat(tokens.revoke("other")).isFalse();
    }

    @Test
    void noTwoHaveTheSameName() {
        tokens.create("deploy", Role.VIEWER, "adam", null);
        tokens.revoke("deploy");
        assertThatThrownBy(() -> tokens.create("deploy", Role.VIEWER, "adam", null))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void writesItsLastUseOnceAMinuteAtMost() {
        String token = tokens.create("deploy", Role.VIEWER, "adam", null);
        Instant first = clock.instant();
        tokens.owner(token);
        clock.move(Duration.ofSeconds(59));
        tokens.owner(token);
        assertThat(tokens.list().get(0).usedAt()).isEqualTo(first);
        clock.move(Duration.ofSeconds(1));
        tokens.owner(token);
        assertThat(tokens.list().get(0).usedAt()).isEqualTo(first.plusSeconds(60));
    }
}
