package io.tollgate.inbox;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Opens the inbox for tests of other packages. */
public final class TestInbox {
    private TestInbox() {}

    public static Inbox open(DataSource dataSource) {
        Duration timeout = Duration.ofSeconds(10);
        return new Inbox(
                new EventInsert(dataSource, timeout, Claims.DATABASE_CLOCK),
                new InboxProperties(
                        1, 256, 1024, timeout, Duration.ofSeconds(1), Duration.ofDays(90), Duration.ofMinutes(10)),
                new SimpleMeterRegistry());
    }

    public static Claims claims(DataSource dataSource) {
        return new Claims(dataSource, Claims.DATABASE_CLOCK);
    }

    public static Pauses pauses(DataSource dataSource) {
        return new Pauses(OperatorConfiguration.jdbcClient(new JdbcTemplate(dataSource)), Clock.systemUTC());
    }

    public static SigningSecrets signingSecrets(DataSource dataSource) {
        return new SigningSecrets(OperatorConfiguration.jdbcClient(new JdbcTemplate(dataSource)));
    }

    public static Outcomes outcomes(DataSource dataSource) {
        return new Outcomes(dataSource, Claims.DATABASE_CLOCK);
    }
}
