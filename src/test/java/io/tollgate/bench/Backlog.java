package io.tollgate.bench;

import java.sql.SQLException;

/** Events that came at 5,000 a second, the last one just now, and all wait to be brought to the queue. */
record Backlog(Backends backends, SignedEvents events, int count) {
    private static final String EVENTS = """
            WITH event AS (
                SELECT g AS number, 'evt_' || name AS id, 'pi_' || name AS object_id, replace(?, ?, name) AS payload,
                       now() - (? - g) * interval '0.2 ms' AS at
                FROM generate_series(0, ? - 1) AS g, LATERAL (SELECT ? || lpad(g::text, ?, '0') AS name) AS named)
            """;

    /** @param sql an INSERT that selects number, id, object_id, payload and at from {@code event} */
    void insert(String database, String sql) throws SQLException {
        backends.update(
                database,
                EVENTS + sql,
                events.template().json(),
                EventTemplate.NAME,
                count,
                count,
                events.run(),
                EventTemplate.DIGITS);
        backends.execute(database, "VACUUM ANALYZE");
        backends.execute(database, "CHECKPOINT");
    }
}
