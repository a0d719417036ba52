package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.StripeAccounts.Connected;
import io.tollgate.support.TestDatabase;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class StripeAccountsTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final StripeAccounts accounts = TestStripe.accounts(dataSource);

    @BeforeEach
    void countSteps() {
        jdbc.execute("CREATE TABLE tollgate.step (scanned_to timestamptz)");
        jdbc.execute("""
                CREATE FUNCTION tollgate.step() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO tollgate.step VALUES (NEW.scanned_to); RETURN NULL; END $$""");
        jdbc.execute("""
                CREATE TRIGGER step AFTER INSERT OR UPDATE ON tollgate.stripe_run
                FOR EACH ROW EXECUTE FUNCTION tollgate.step()""");
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    private void receive(int events, String account, Instant from, Duration within) {
        jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, livemode, account, received_at, due_at, payload)
                SELECT 'evt_' || CAST(? AS text) || n, 'charge.refunded', 'connect', true, ?,
                       CAST(? AS timestamptz) + n * CAST(? AS bigint) * interval '1 ms', now(), ''
                FROM generate_series(1, ?) AS n""", account, account, Timestamp.from(from), within.toMillis() / events, events);
    }

    private int steps() {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.step", Integer.class);
    }

    /** One statement for hours of them would take longer than any may, at each try. */
    @Test
    void aLargeInboxIsLookedAtInSmallSteps() {
        receive(45_000, "acct_1", NOW.minus(Duration.ofHours(1)), Duration.ofMinutes(50));
        receive(1, "acct_2", NOW.minusSeconds(10), Duration.ofSeconds(1));

        accounts.scan(NOW);

        assertThat(steps()).isEqualTo(3);
        assertThat(accounts.list(NOW.minus(Duration.ofDays(1))))
                .containsExactly(new Connected("acct_1", true, "connect"), new Connected("acct_2", true, "connect"));
    }

    @Test
    void longSilenceIsOneStepAndWhatCommitsLateIsSeen() {
        receive(1, "acct_old", NOW.minus(Duration.ofDays(400)), Duration.ofSeconds(1));
        receive(1, "acct_1", NOW.minus(Duration.ofDays(80)), Duration.ofSeconds(1));
        accounts.scan(NOW);
        assertThat(steps()).isEqualTo(1);
        receive(1, "acct_2", NOW.minusSeconds(60), Duration.ofSeconds(1));

        accounts.scan(NOW.plusSeconds(300));

        assertThat(accounts.list(Instant.EPOCH)).extracting(Connected::account).containsExactly("acct_1", "acct_2");
    }
}
