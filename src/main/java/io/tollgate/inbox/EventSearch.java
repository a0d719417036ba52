package io.tollgate.inbox;

import io.tollgate.inbox.Entries.Position;
import io.tollgate.inbox.Entries.Row;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Searches the inbox for somebody who waits for the answer. Where an index leaves few rows these are looked at, however large the inbox is.
 * Else all rows are, in stretches, the newest first, and for some tenths of a second at most: then it says how far it came, and goes on from
 * there when it is asked again.
 */
public class EventSearch {
    private static final Duration LONGEST = Duration.ofMillis(120);
    private static final int STRETCH = 10_000;
    private static final int FEW = 20_000;

    private static final String COUNT = "SELECT count(*) FROM (SELECT 1 FROM tollgate.inbox WHERE %s LIMIT ?) AS few";

    /** The limit keeps the planner from the index by time, by which it would look at all rows for the few. */
    private static final String AMONG_FEW = Entries.COLUMNS + """
            (SELECT * FROM tollgate.inbox WHERE %s LIMIT ?) AS few WHERE %s AND (received_at, id) < (?, ?)
            ORDER BY received_at DESC, id DESC LIMIT ?""";

    private static final String IN_STRETCH = Entries.COLUMNS + """
            tollgate.inbox WHERE (received_at, id) < (?, ?) AND (received_at, id) >= (?, ?) AND %s
            ORDER BY received_at DESC, id DESC LIMIT ?""";

    /** The last row of the stretch below a position; none when there are fewer. */
    private static final String LAST = """
            SELECT received_at, id FROM tollgate.inbox WHERE (received_at, id) < (?, ?) AND received_at >= ?
            ORDER BY received_at DESC, id DESC OFFSET ? LIMIT 1""";

    private static final Position NEWEST = new Position(Entries.LATEST.toInstant(), "");
    private static final Position OLDEST = new Position(Instant.EPOCH, "");

    private final JdbcClient jdbc;
    private final InstantSource clock;

    EventSearch(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param rows the newest first
     * @param next where to go on; null when there is nothing more
     * @param searchedTo the moment up to which it has looked, when it found fewer than it was asked for and there is more to look at; else
     *     null
     */
    public record Found(List<Row> rows, Position next, Instant searchedTo) {}

    /**
     * @param limit rows at most; 1 or more
     * @param after where the page before ended; null for the first page
     */
    public Found page(EventFilter filter, int limit, Position after) {
        Position from = after == null ? NEWEST : after;
        return filter.indexed()
                .filter(this::isOfFew)
                .map(indexed -> whole(amongFew(filter, indexed, limit, from), limit))
                .orElseGet(() -> inStretches(filter, limit, from));
    }

    private boolean isOfFew(Condition indexed) {
        return jdbc.sql(COUNT.formatted(indexed.sql()))
                        .params(indexed.arguments())
                        .param(FEW + 1)
                        .query(Integer.class)
                        .single()
                <= FEW;
    }

    private List<Row> amongFew(EventFilter filter, Condition indexed, int limit, Position from) {
        Condition all = filter.condition();
        return jdbc.sql(AMONG_FEW.formatted(indexed.sql(), all.sql()))
                .params(indexed.arguments())
                .param(FEW)
                .params(all.arguments())
                .params(Timestamp.from(from.receivedAt()), from.id(), limit)
                .query(Row.class)
                .list();
    }

    private static Found whole(List<Row> rows, int limit) {
        return new Found(rows, rows.size() < limit ? null : Position.of(rows.get(limit - 1)), null);
    }

    private Found inStretches(EventFilter filter, int limit, Position after) {
        Instant end = clock.instant().plus(LONGEST);
        List<Row> rows = new ArrayList<>();
        Position from =
                filter.to() != null && filter.to().isBefore(after.receivedAt()) ? new Position(filter.to(), "") : after;
        while (true) {
            Optional<Position> last = last(from, filter);
            rows.addAll(inStretch(filter, limit - rows.size(), from, last.orElse(OLDEST)));
            if (rows.size() == limit || last.isEmpty()) {
                return whole(rows, limit);
            }
            from = last.get();
            if (clock.instant().isAfter(end)) {
                return new Found(rows, from, from.receivedAt());
            }
        }
    }

    private Optional<Position> last(Position from, EventFilter filter) {
        return jdbc.sql(LAST)
                .params(
                        Timestamp.from(from.receivedAt()),
                        from.id(),
                        Timestamp.from(filter.from() == null ? Instant.EPOCH : filter.from()),
                        STRETCH - 1)
                .query(Position.class)
                .optional();
    }

    private List<Row> inStretch(EventFilter filter, int limit, Position from, Position last) {
        Condition condition = filter.condition();
        return jdbc.sql(IN_STRETCH.formatted(condition.sql()))
                .params(Timestamp.from(from.receivedAt()), from.id(), Timestamp.from(last.receivedAt()), last.id())
                .params(condition.arguments())
                .param(limit)
                .query(Row.class)
                .list();
    }
}
