package io.tollgate.inbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/** Stores a batch of events in one statement, which is one transaction. Every statement here has a deadline. */
final class EventInsert implements AutoCloseable {
    private static final String INSERT = """
            INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, api_version, account, object_id,
                                        payload, received_at, due_at)
            SELECT id, type, endpoint, livemode, created, api_version, account, object_id,
                   payload, received_at, %s
            FROM unnest(?::text[], ?::text[], ?::text[], ?::boolean[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                        ?::bytea[], ?::timestamptz[])
                 AS e (id, type, endpoint, livemode, created, api_version, account, object_id, payload, received_at)
            -- a snapshot waits for nobody; the conflict would, until an attempt of that event has ended
            WHERE NOT EXISTS (SELECT 1 FROM tollgate.inbox AS known WHERE known.id = e.id)
            ON CONFLICT (id) DO NOTHING
            RETURNING id""";

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
     * @param events with distinct ids, sorted by id
     * @return the ids that were not known before, a set of the caller's own
     */
    Set<String> insert(Collection<VerifiedEvent> events) throws SQLException {
        List<VerifiedEvent> rows = List.copyOf(events);
        return run(insert, timeout, statement -> {
            bind(statement.getConnection(), statement, rows);
            return ids(statement);
        });
    }

    /** Stores nothing; fails unless the database takes writes. */
    void ask() throws SQLException {
        insert(List.of());
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

    private static void bind(Connection connection, PreparedStatement statement, List<VerifiedEvent> rows)
            throws SQLException {
        statement.setArray(1, column(connection, "text", rows, VerifiedEvent::id));
        statement.setArray(2, column(connection, "text", rows, VerifiedEvent::type));
        statement.setArray(3, column(connection, "text", rows, VerifiedEvent::endpoint));
        statement.setArray(4, column(connection, "boolean", rows, VerifiedEvent::livemode));
        statement.setArray(5, column(connection, "bigint", rows, VerifiedEvent::created));
        statement.setArray(6, column(connection, "text", rows, VerifiedEvent::apiVersion));
        statement.setArray(7, column(connection, "text", rows, VerifiedEvent::account));
        statement.setArray(8, column(connection, "text", rows, VerifiedEvent::objectId));
        byte[][] payloads = rows.stream().map(VerifiedEvent::payload).toArray(byte[][]::new);
        statement.setArray(9, connection.createArrayOf("bytea", payloads));
        statement.setArray(
                10, column(connection, "timestamptz", rows, e -> e.receivedAt().toString()));
    }

    private static Array column(
            Connection connection, String type, List<VerifiedEvent> rows, Function<VerifiedEvent, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }

    private static Set<String> ids(PreparedStatement statement) throws SQLException {
        Set<String> ids = new HashSet<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                ids.add(result.getString(1));
            }
        }
        return ids;
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
