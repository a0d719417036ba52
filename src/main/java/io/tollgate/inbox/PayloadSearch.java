package io.tollgate.inbox;

import io.tollgate.inbox.Entries.Position;
import io.tollgate.inbox.Entries.Row;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks for a text in payloads, byte for byte, the newest first. No index helps, so it reads a bounded number of them, a few at a time, for
 * a bounded time, and says how far it came.
 */
public class PayloadSearch {
    static final int MOST = 10_000;
    static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int FIRST_CHUNK = 50;
    private static final int LARGEST_CHUNK = 1_000;
    private static final String CANCELED = "57014";

    private static final String CHUNK = """
            SELECT id, received_at, coalesce(position(? IN payload) > 0, false) AS found FROM (
                SELECT id, received_at, payload FROM tollgate.inbox
                WHERE %s AND (received_at, id) < (?, ?) ORDER BY received_at DESC, id DESC LIMIT ?) AS chunk
            ORDER BY received_at DESC, id DESC""";
    private static final String TIMEOUT = "SELECT set_config('statement_timeout', ?, true)";
    private static final Timestamp LATEST = Timestamp.from(Instant.parse("9999-12-31T00:00:00Z"));

    private final JdbcClient jdbc;
    private final Entries entries;
    private final TransactionTemplate transactions;
    private final Duration longest;

    @Autowired
    PayloadSearch(JdbcClient jdbc, Entries entries, PlatformTransactionManager transactions) {
        this(jdbc, entries, transactions, LONGEST);
    }

    PayloadSearch(JdbcClient jdbc, Entries entries, PlatformTransactionManager transactions, Duration longest) {
        this.jdbc = jdbc;
        this.entries = entries;
        this.transactions = new TransactionTemplate(transactions);
        this.longest = longest;
    }

    /**
     * @param rows that have it, the newest first
     * @param searched how many were looked at
     * @param complete whether those are all that the filter leaves, or there are as many rows as were asked for
     * @param next where to go on; null when nothing is left
     */
    public record Found(List<Row> rows, int searched, boolean complete, Position next) {}

    private record Looked(String id, Instant receivedAt, boolean found) {}

    /**
     * @param text literally; not empty
     * @param limit rows at most; 1 or more
     * @param after where the page before ended; null for the first page
     */
    public Found search(EventFilter filter, String text, int limit, Position after) {
        long end = System.nanoTime() + longest.toNanos();
        List<Row> rows = new ArrayList<>();
        Position at = after;
        int searched = 0;
        int size = FIRST_CHUNK;
        while (searched < MOST) {
            int asked = Math.min(size, MOST - searched);
            List<Looked> chunk = chunk(filter, text, at, asked, (end - System.nanoTime()) / 1_000_000);
            if (chunk == null) {
                return new Found(rows, searched, false, at);
            }
            for (Looked looked : chunk) {
                searched++;
                at = new Position(looked.receivedAt(), looked.id());
                if (looked.found()) {
                    entries.find(looked.id()).ifPresent(rows::add);
                }
                if (rows.size() == limit) {
                    return new Found(rows, searched, true, at);
                }
            }
            if (chunk.size() < asked) {
                return new Found(rows, searched, true, null);
            }
            size = Math.min(size * 2, LARGEST_CHUNK);
        }
        return new Found(rows, searched, false, at);
    }

    /** Null when the time was not enough. */
    private List<Looked> chunk(EventFilter filter, String text, Position after, int size, long millis) {
        if (millis <= 0) {
            return null;
        }
        try {
            return transactions.execute(transaction -> {
                jdbc.sql(TIMEOUT)
                        .param(Long.toString(millis))
                        .query(String.class)
                        .single();
                return read(filter, text, after, size);
            });
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof SQLException sql && CANCELED.equals(sql.getSQLState())) {
                return null;
            }
            throw e;
        }
    }

    private List<Looked> read(EventFilter filter, String text, Position after, int size) {
        Condition condition = filter.condition();
        return jdbc.sql(CHUNK.formatted(condition.sql()))
                .param(text.getBytes(StandardCharsets.UTF_8))
                .params(condition.arguments())
                .params(
                        after == null ? LATEST : Timestamp.from(after.receivedAt()),
                        after == null ? "" : after.id(),
                        size)
                .query(Looked.class)
                .list();
    }
}
