package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The connected accounts that have sent events which were not set aside, found in the inbox step by step. */
public class StripeAccounts {
    /** Whoever has sent nothing for longer is of no interest. */
    private static final Duration FURTHEST = Duration.ofDays(90);
    /** Rows of a step: few enough for one statement, however many come in an hour. */
    private static final int STEP = 20_000;
    /** A commit may come this late after the moment that its row names. */
    private static final Duration LATE = Duration.ofMinutes(2);

    private static final String SCANNED = """
            SELECT coalesce((SELECT scanned_to FROM tollgate.stripe_run WHERE name = 'accounts'),
                            (SELECT min(received_at) FROM tollgate.inbox WHERE received_at >= ?))""";

    private static final String STEP_END =
            "SELECT received_at FROM tollgate.inbox WHERE received_at > ? ORDER BY received_at OFFSET ? LIMIT 1";

    private static final String SCAN = """
            WITH seen AS (
                INSERT INTO tollgate.stripe_account (account, livemode, endpoint, seen_at)
                SELECT account, livemode, endpoint, max(received_at) FROM tollgate.inbox
                WHERE received_at >= ? AND received_at < ? AND account IS NOT NULL AND livemode IS NOT NULL
                      AND aside IS NULL
                GROUP BY account, livemode, endpoint
                ON CONFLICT (account, livemode, endpoint)
                    DO UPDATE SET seen_at = greatest(stripe_account.seen_at, excluded.seen_at))
            INSERT INTO tollgate.stripe_run (name, lease_end, scanned_to) VALUES ('accounts', ?, ?)
            ON CONFLICT (name) DO UPDATE SET scanned_to = excluded.scanned_to""";

    private static final String LIST = """
            SELECT DISTINCT ON (account, livemode) account, livemode, endpoint FROM tollgate.stripe_account
            WHERE seen_at >= ? ORDER BY account, livemode, seen_at DESC""";

    private static final String FORGET = "DELETE FROM tollgate.stripe_account WHERE account = ? AND livemode = ?";

    private final JdbcClient jdbc;

    StripeAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A connected account.
     *
     * @param endpoint at which its last event came in
     */
    public record Connected(String account, boolean livemode, String endpoint) {}

    /** Looks at what was received since the last time. */
    public void scan(Instant now) {
        Instant scanned = jdbc.sql(SCANNED)
                .param(Timestamp.from(now.minus(FURTHEST)))
                .query(Instant.class)
                .optional()
                .orElse(now);
        Instant from = scanned.minus(LATE);
        while (scanned.isBefore(now)) {
            scanned = stepEnd(from).filter(end -> end.isBefore(now)).orElse(now);
            Timestamp end = Timestamp.from(scanned);
            jdbc.sql(SCAN).params(Timestamp.from(from), end, end, end).update();
            from = scanned;
        }
    }

    /** Empty when the step goes to the end. */
    private Optional<Instant> stepEnd(Instant from) {
        return jdbc.sql(STEP_END)
                .params(Timestamp.from(from), STEP)
                .query(Instant.class)
                .optional();
    }

    /** Until it sends an event again. */
    public void forget(String account, boolean livemode) {
        jdbc.sql(FORGET).params(account, livemode).update();
    }

    /** @param seenSince leaves out those that have sent nothing since */
    public List<Connected> list(Instant seenSince) {
        return jdbc.sql(LIST)
                .param(Timestamp.from(seenSince))
                .query(Connected.class)
                .list();
    }
}
