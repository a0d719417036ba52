package io.tollgate.inbox;

import io.tollgate.inbox.Columns.Column;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which messages about events fail in the flows behind queues, for operators. The queue is the truth: a crash may leave a row whose
 * message is done, until retention removes it, a day after its next try was due. There is none of what is no event of the inbox.
 */
public class QueueFailures {
    private static final String NOTE = """
            INSERT INTO tollgate.queue_failure AS known (event_id, route, queue, message, tries, since, failed_at, next_at, reason)
            SELECT event_id, route, queue, message, tries, failed_at, failed_at, next_at, reason
            FROM %s WHERE EXISTS (SELECT FROM tollgate.inbox WHERE id = f.event_id)
            ON CONFLICT (event_id, route, queue, message) DO UPDATE
            SET tries = excluded.tries, failed_at = excluded.failed_at, next_at = excluded.next_at, reason = excluded.reason""".formatted(Failure.COLUMNS.rows("f"));
    private static final String FORGET = """
            DELETE FROM tollgate.queue_failure AS known USING %s
            WHERE known.event_id = p.event_id AND known.route = p.route AND known.queue = p.queue AND known.message = p.message""".formatted(Place.COLUMNS.rows("p"));
    private static final String OF_EVENT = """
            SELECT route, queue, tries, since, next_at, reason FROM tollgate.queue_failure
            WHERE event_id = ? ORDER BY since, route, queue""";
    private static final String PLACES =
            "SELECT event_id AS event, route, queue, message FROM tollgate.queue_failure LIMIT ?";
    private static final String BY_ROUTE = """
            SELECT route, queue, count(*) AS messages, min(since) AS oldest, min(next_at) AS next_at,
                   (array_agg(reason ORDER BY failed_at DESC))[1] AS reason
            FROM tollgate.queue_failure GROUP BY route, queue ORDER BY oldest, route, queue""";

    private final JdbcClient jdbc;
    private final JdbcTemplate writes;

    public QueueFailures(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.writes = new PlannedAnew(dataSource);
    }

    /**
     * A message about an event in a queue, for the route that takes it.
     *
     * @param message its {@code JMSMessageID}
     */
    public record Place(String event, String route, String queue, String message) {
        static final Columns<Place> COLUMNS = new Columns<>(List.of(
                new Column<>("event_id", "text", Place::event),
                new Column<>("route", "text", Place::route),
                new Column<>("queue", "text", Place::queue),
                new Column<>("message", "text", Place::message)));
    }

    /**
     * A try that has failed, and is not the last one.
     *
     * @param tries that have failed by now; 1 or more
     * @param reason fit for an operator: nothing of the payload is in it
     */
    public record Failure(Place place, int tries, Instant failedAt, Instant nextAt, String reason) {
        static final Columns<Failure> COLUMNS = new Columns<>(List.of(
                new Column<>("event_id", "text", f -> f.place().event()),
                new Column<>("route", "text", f -> f.place().route()),
                new Column<>("queue", "text", f -> f.place().queue()),
                new Column<>("message", "text", f -> f.place().message()),
                new Column<>("tries", "integer", Failure::tries),
                new Column<>("failed_at", "timestamptz", f -> f.failedAt().toString()),
                new Column<>("next_at", "timestamptz", f -> f.nextAt().toString()),
                new Column<>("reason", "text", Failure::reason)));
    }

    /**
     * A message about an event that fails.
     *
     * @param since when its first try failed
     * @param nextAt when it is tried again, or was due to be
     */
    public record Failing(String route, String queue, int tries, Instant since, Instant nextAt, String reason) {}

    /**
     * The messages that fail in a route.
     *
     * @param oldest when the first of them failed for the first time
     * @param nextAt when one of them is tried again, or was due to be
     * @param reason of the last failure
     */
    public record FailingRoute(
            String route, String queue, long messages, Instant oldest, Instant nextAt, String reason) {}

    /** @param failures of a place each */
    public void note(List<Failure> failures) {
        if (!failures.isEmpty()) {
            writes.update(NOTE, statement -> Failure.COLUMNS.bind(statement, 1, failures));
        }
    }

    /** What fails there no more: it is done, or in a dead letter queue. */
    public void forget(List<Place> places) {
        if (!places.isEmpty()) {
            writes.update(FORGET, statement -> Place.COLUMNS.bind(statement, 1, places));
        }
    }

    /** Those of which something is noted, at most so many. */
    public List<Place> places(int most) {
        return jdbc.sql(PLACES).param(most).query(Place.class).list();
    }

    /** Of one event, what has failed for longest first. */
    public List<Failing> of(String event) {
        return jdbc.sql(OF_EVENT).param(event).query(Failing.class).list();
    }

    /** Of all events, what has failed for longest first. */
    public List<FailingRoute> byRoute() {
        return jdbc.sql(BY_ROUTE).query(FailingRoute.class).list();
    }
}
