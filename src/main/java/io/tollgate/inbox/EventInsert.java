package io.tollgate.inbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/** Stores a batch of events in one statement, which is one transaction. */
final class EventInsert {
    private static final String INSERT = """
            INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, api_version, account, object_id,
                                        payload, received_at, due_at)
            SELECT id, type, endpoint, livemode, created, api_version, account, object_id,
                   payload, received_at, received_at
            FROM unnest(?::text[], ?::text[], ?::text[], ?::boolean[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                        ?::bytea[], ?::timestamptz[])
                 AS e (id, type, endpoint, livemode, created, api_version, account, object_id, payload, received_at)
            ON CONFLICT (id) DO NOTHING
            RETURNING id""";

    private final DataSource dataSource;
    private final int timeoutMillis;

    EventInsert(DataSource dataSource, Duration timeout) {
        this.dataSource = dataSource;
        this.timeoutMillis = (int) timeout.toMillis();
    }

    /**
     * @param events with distinct ids, sorted by id
     * @return the ids that were not known before, a set of the caller's own
     */
    Set<String> insert(Collection<VerifiedEvent> events) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            // A frozen server must not hold the writer longer than its callers wait. The pool sets it back.
            connection.setNetworkTimeout(Runnable::run, timeoutMillis);
            try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
                List<VerifiedEvent> rows = List.copyOf(events);
                bind(connection, statement, rows);
                return ids(statement);
            }
        }
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

    /** SQLSTATE classes 22 (data exception) and 23 (constraint): the row is at fault, not the database. */
    static boolean isForTheDatasSake(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
