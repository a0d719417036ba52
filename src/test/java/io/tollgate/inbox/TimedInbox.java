package io.tollgate.inbox;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Inserts, claims and outcomes at a time that the test says, as if the database's clock showed it. */
final class TimedInbox {
    private static final String CLOCK = "(SELECT at FROM test_clock)";

    private final JdbcTemplate jdbc;
    private final EventInsert insert;
    private final Claims claims;
    private final Outcomes outcomes;

    TimedInbox(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
        jdbc.execute("CREATE TABLE test_clock AS SELECT now() AS at");
        this.insert = new EventInsert(dataSource, Duration.ofSeconds(60), CLOCK);
        this.claims = new Claims(dataSource, CLOCK);
        this.outcomes = new Outcomes(dataSource, CLOCK);
    }

    private void at(Instant now) {
        jdbc.update("UPDATE test_clock SET at = ?", Timestamp.from(now));
    }

    /** Due from when it was received. */
    void store(VerifiedEvent event) {
        at(event.receivedAt());
        try {
            insert.insert(List.of(event), HandOff.Request.none(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Entry> claimFresh(int limit, Collection<String> held, Instant now, Duration lease) {
        at(now);
        return claims.claimFresh(limit, held, lease);
    }

    Optional<Entry> claimFreshOf(String type, Instant now, Duration lease) {
        at(now);
        return claims.claimFreshOf(type, lease);
    }

    List<Entry> claimRetries(int limit, Collection<String> held, String after, Instant now, Duration lease) {
        at(now);
        return claims.claimRetries(limit, held, after, lease);
    }

    Optional<Entry> claimRetry(Collection<String> held, String after, Instant now, Duration lease) {
        return claimRetries(1, held, after, now, lease).stream().findFirst();
    }

    Optional<Entry> claimSuspect(Collection<String> held, Instant now, Duration lease) {
        at(now);
        return claims.claimSuspect(held, lease);
    }

    void markRouted(List<RoutedEntry> routed, Instant now) {
        at(now);
        outcomes.markRouted(routed);
    }

    void markFailed(Entry entry, Optional<Duration> next, String error, int millis, Instant now) {
        at(now);
        outcomes.markFailed(List.of(new FailedEntry(entry, next, error, millis)));
    }

    void giveBack(List<Entry> entries, Duration wait, Instant now) {
        at(now);
        outcomes.giveBack(entries, wait);
    }

    List<Outcomes.GivenUp> giveUpExhausted(int maxAttempts, int maxCrashes, Instant now) {
        at(now);
        return outcomes.giveUpExhausted(maxAttempts, maxCrashes);
    }

    int bringForward(String type, int attempts, Instant now) {
        at(now);
        return outcomes.bringForward(type, attempts);
    }
}
