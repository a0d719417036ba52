package io.tollgate.inbox;

import io.tollgate.inbox.Columns.Column;
import io.tollgate.inbox.HandOff.Request;
import io.tollgate.inbox.StatementDeadline.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** Stores a batch of events in one statement, which is one transaction. Every statement here has a deadline. */
final class EventInsert implements AutoCloseable {
    /**
     * Reserved is what was asked to be, and is neither paused nor set aside: under a claim, but no attempt is counted. What one
     * endpoint has set aside, and another one takes, is as if it had come there only; unless it was forgotten meanwhile.
     */
    private static final String INSERT = """
            WITH token AS MATERIALIZED (
                SELECT nextval('tollgate.inbox_claim') AS claim, now, now + ? * interval '1 ms' AS lease_end,
                       ARRAY(SELECT type FROM tollgate.paused) AS paused
                FROM %1$s AS clock (now))
            INSERT INTO tollgate.inbox AS i (%2$s, claim, due_at, status, settled_at)
            SELECT %2$s, CASE WHEN reserved THEN token.claim END, CASE WHEN reserved THEN lease_end ELSE now END,
                   CASE WHEN aside IS NULL THEN 'PENDING' ELSE 'ROUTED' END, CASE WHEN aside IS NOT NULL THEN now END
            FROM unnest(%3$s, ?::boolean[]) AS e (%2$s, asked),
                 token,
                 LATERAL (SELECT asked AND aside IS NULL AND e.type <> ALL (paused) AND '*' <> ALL (paused)) AS r (reserved)
            -- a snapshot waits for nobody; the conflict would, until an attempt of that event has ended. A subquery, since
            -- a join would be planned for the few rows that there were at first: hash them all
            WHERE (SELECT known.id FROM tollgate.inbox AS known
                   WHERE known.id = e.id
                     AND (known.aside IS NULL OR known.forgotten_at IS NOT NULL OR e.aside IS NOT NULL)) IS NULL
            -- two writers that hold some of each other's ids would deadlock otherwise, in whatever order they are given
            ORDER BY id COLLATE "C"
            ON CONFLICT (id) DO UPDATE SET (%2$s, claim, due_at, status, settled_at)
                = (%4$s, excluded.claim, excluded.due_at, excluded.status, excluded.settled_at)
                WHERE i.aside IS NOT NULL AND i.forgotten_at IS NULL AND excluded.aside IS NULL
            RETURNING i.id, i.claim, i.due_at""";

    /**
     * For each connection of its pool. A plan that was made while the table was small is kept for a minute, in which the
     * table may grow to hundreds of thousands of rows; none of the statements here is to read all of them.
     */
    static final String PLANNED_FOR_MANY_ROWS = "SET enable_seqscan = off";

    private static final Columns<VerifiedEvent> COLUMNS = new Columns<>(List.of(
            new Column<>("id", "text", VerifiedEvent::id),
            new Column<>("type", "text", VerifiedEvent::type),
            new Column<>("endpoint", "text", VerifiedEvent::endpoint),
            new Column<>("livemode", "boolean", VerifiedEvent::livemode),
            new Column<>("created", "bigint", VerifiedEvent::created),
            new Column<>("api_version", "text", VerifiedEvent::apiVersion),
            new Column<>("account", "text", VerifiedEvent::account),
            new Column<>("object_id", "text", VerifiedEvent::objectId),
            new Column<>("payload", "bytea", VerifiedEvent::payload),
            new Column<>("source", "text", e -> e.passage().source().label()),
            new Column<>("aside", "text", e -> e.passage().aside()),
            new Column<>("traceparent", "text", e -> e.span().traceparent()),
            new Column<>("received_at", "timestamptz", e -> e.receivedAt().toString())));

    /** Takes what an event takes: a lock, room for the row, a commit. Nobody ever sees it. */
    private static final String TRY_OUT = """
            DO $$ BEGIN
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at)
                VALUES ('probe_' || pg_backend_pid(), 'probe', 'probe', decode(repeat('00', 65536), 'hex'), now(), now());
                DELETE FROM tollgate.inbox WHERE id = 'probe_' || pg_backend_pid();
            END $$""";

    private static final int CUT_AT_ONCE = 2;
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final DataSource dataSource;
    private final Duration timeout;
    private final String insert;
    private final StatementDeadline deadline = new StatementDeadline(CUT_AT_ONCE);

    /**
     * @param timeout how long a batch may take, once there is a connection
     * @param now what says the time, in parentheses: from then on the events are due
     */
    EventInsert(DataSource dataSource, Duration timeout, String now) {
        this.dataSource = dataSource;
        this.timeout = timeout;
        this.insert = INSERT.formatted(now, COLUMNS.names(), COLUMNS.arrays(), COLUMNS.names("excluded."));
    }

    /**
     * @param rows with distinct ids
     * @param request which of them are to be reserved; those of a paused type are not
     */
    Stored insert(List<VerifiedEvent> rows, Request request) throws SQLException {
        return run(insert, timeout, true, statement -> insert(statement, rows, request));
    }

    /** Does the same, but for the commit: nothing is stored. */
    void insertAndRollBack(List<VerifiedEvent> rows, Request request) throws SQLException {
        run(insert, timeout, false, statement -> {
            Stored stored = insert(statement, rows, request);
            statement.getConnection().rollback();
            return stored;
        });
    }

    private static Stored insert(PreparedStatement statement, List<VerifiedEvent> rows, Request request)
            throws SQLException {
        statement.setLong(1, request.lease().toMillis());
        COLUMNS.bind(statement, 2, rows);
        statement.setObject(2 + COLUMNS.count(), request.places());
        return Stored.by(statement, rows, request.lease());
    }

    /** Stores nothing; fails unless the database takes writes. */
    void ask() throws SQLException {
        insert(List.of(), Request.none(0));
    }

    /** Commits a row and its removal, so that a full or a hanging disk shows; fails unless that is quick. */
    void tryOut() throws SQLException {
        run(TRY_OUT, timeout.compareTo(SHORT) < 0 ? timeout : SHORT, true, PreparedStatement::execute);
    }

    private <T> T run(String sql, Duration limit, boolean commits, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            // Whatever the pool says: what is not committed here is not stored. The pool resets it.
            connection.setAutoCommit(commits);
            return deadline.run(connection, sql, limit, work);
        }
    }

    @Override
    public void close() {
        deadline.close();
    }
}
