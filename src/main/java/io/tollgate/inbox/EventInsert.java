package io.tollgate.inbox;

import io.tollgate.inbox.Columns.Column;
import io.tollgate.inbox.HandOff.Request;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Stores a batch of events in one statement, which is one transaction. Every statement here has a deadline. */
final class EventInsert implements AutoCloseable {
    /** Reserved is what was asked to be, and is not paused now: under a claim, but no attempt is counted. */
    private static final String INSERT = """
            WITH token AS MATERIALIZED (
                SELECT nextval('tollgate.inbox_claim') AS claim, now, now + ? * interval '1 ms' AS lease_end,
                       ARRAY(SELECT type FROM tollgate.paused) AS paused
                FROM %s AS clock (now))
            INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, api_version, account, object_id,
                                        payload, received_at, claim, due_at)
            SELECT id, type, endpoint, livemode, created, api_version, account, object_id, payload, received_at,
                   CASE WHEN reserved THEN token.claim END, CASE WHEN reserved THEN lease_end ELSE now END
            FROM unnest(?::text[], ?::text[], ?::text[], ?::boolean[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                        ?::bytea[], ?::timestamptz[], ?::boolean[])
                 AS e (id, type, endpoint, livemode, created, api_version, account, object_id, payload, received_at,
                       asked),
                 token,
                 LATERAL (SELECT asked AND e.type <> ALL (paused) AND '*' <> ALL (paused)) AS r (reserved)
            -- a snapshot waits for nobody; the conflict would, until an attempt of that event has ended. A subquery, since
            -- a join would be planned for the few rows that there were at first: hash them all
            WHERE (SELECT known.id FROM tollgate.inbox AS known WHERE known.id = e.id) IS NULL
            -- two writers that hold some of each other's ids would deadlock otherwise, in whatever order they are given
            ORDER BY id COLLATE "C"
            ON CONFLICT (id) DO NOTHING
            RETURNING id, claim, due_at""";

    /**
     * For each connection of its pool. A plan that was made while the table was small is kept for a minute, in which the
     * table may grow to hundreds of thousands of rows; none of the statements here is to read all of them.
     */
    static final String PLANNED_FOR_MANY_ROWS = "SET enable_seqscan = off";

    private static final Columns<VerifiedEvent> COLUMNS = new Columns<>(List.of(
            new Column<>("text", VerifiedEvent::id),
            new Column<>("text", VerifiedEvent::type),
            new Column<>("text", VerifiedEvent::endpoint),
            new Column<>("boolean", VerifiedEvent::livemode),
            new Column<>("bigint", VerifiedEvent::created),
            new Column<>("text", VerifiedEvent::apiVersion),
            new Column<>("text", VerifiedEvent::account),
            new Column<>("text", VerifiedEvent::objectId),
            new Column<>("bytea", VerifiedEvent::payload),
            new Column<>("timestamptz", e -> e.receivedAt().toString())));

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

    /** @param timeout how long a batch may take, once there is a connection */
    EventInsert(DataSource dataSource, Duration timeout) {
        this(dataSource, timeout, Claims.DATABASE_CLOCK);
    }

    /** @param now what says the time, in parentheses: from then on the events are due */
    EventInsert(DataSource dataSource, Duration timeout, String now) {
        this.dataSource = dataSource;
        this.timeout = timeout;
        this.insert = INSERT.formatted(now);
    }

    /**
     * @param rows with distinct ids
     * @param request which of them are to be reserved; those of a paused type are not
     */
    Stored insert(List<VerifiedEvent> rows, Request request) throws SQLException {
        return run(insert, timeout, statement -> {
            statement.setLong(1, request.lease().toMillis());
            COLUMNS.bind(statement, 2, rows);
            statement.setObject(2 + COLUMNS.count(), request.places());
            return stored(statement, rows, request.lease());
        });
    }

    /** Stores nothing; fails unless the database takes writes. */
    void ask() throws SQLException {
        insert(List.of(), Request.none(0));
    }

    /** Commits a row and its removal, so that a full or a hanging disk shows; fails unless that is quick. */
    void tryOut() throws SQLException {
        run(TRY_OUT, timeout.compareTo(SHORT) < 0 ? timeout : SHORT, PreparedStatement::execute);
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T run(String sql, Duration limit, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            // Whatever the pool says: what is not committed here is not stored. The pool resets it.
            connection.setAutoCommit(true);
            StatementDeadline.Watch watch = deadline.watch(connection, limit);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return work.on(statement);
            } catch (SQLException e) {
                throw watch.hasCut() ? new SQLTimeoutException("No answer within " + limit.toMillis() + " ms", e) : e;
            } finally {
                watch.close();
            }
        }
    }

    @Override
    public void close() {
        deadline.close();
    }

    private static Stored stored(PreparedStatement statement, List<VerifiedEvent> rows, Duration lease)
            throws SQLException {
        Map<String, VerifiedEvent> events = rows.stream().collect(Collectors.toMap(VerifiedEvent::id, event -> event));
        Stored stored = new Stored(new HashSet<>(), new ArrayList<>());
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String id = row.getString(1);
                stored.ids().add(id);
                long claim = row.getLong(2);
                if (!row.wasNull()) {
                    Instant now = row.getTimestamp(3).toInstant().minus(lease);
                    stored.reserved().add(new Entry(events.get(id), 1, claim, now, now));
                }
            }
        }
        return stored;
    }

    /**
     * SQLSTATE classes 22 (data exception), 23 (constraint) and 40 (deadlock and the like): the row is at fault, or had
     * bad luck. Everything else is the database's, since all rows of one statement are alike but for their data.
     */
    static boolean isForTheDatasSake(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("40"));
    }

    /** SQLSTATE 55P03: somebody holds a lock for longer than {@code lock_timeout}. The database is there. */
    static boolean isForALock(SQLException e) {
        return "55P03".equals(e.getSQLState());
    }
}
