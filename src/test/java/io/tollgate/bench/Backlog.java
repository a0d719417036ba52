package io.tollgate.bench;

import java.sql.SQLException;

/**
 * Events that came at 5,000 a second, the last one just now, and all wait to be brought to the queue.
 *
 * @param badPercent how many of them {@code bench/bad} fails for; which ones is as good as random, and always the same
 */
record Backlog(Backends backends, SignedEvents events, int count, int badPercent) {
    private static final String NOTE = "\"note\": \"";
    private static final String IS_BAD = "(hashint4(g) & 2147483647) % 100 < ?";

    private static final String EVENTS = """
            WITH event AS (
                SELECT g AS number, 'evt_' || name AS id, 'pi_' || name AS object_id, replace(CASE WHEN %s THEN ? ELSE ? END, ?, name) AS payload,
                       now() - (? - g) * interval '0.2 ms' AS at
                FROM generate_series(0, ? - 1) AS g, LATERAL (SELECT ? || lpad(g::text, ?, '0') AS name) AS named)
            """.formatted(IS_BAD);

    /** @param sql an INSERT that selects number, id, object_id, payload and at from {@code event} */
    void insert(String database, String sql) throws SQLException {
        String json = events.template().json();
        backends.update(
                database,
                EVENTS + sql,
                badPercent,
                json.replace(NOTE + "nnn", NOTE + "bad"),
                json,
                EventTemplate.NAME,
                count,
                count,
                events.run(),
                EventTemplate.DIGITS);
        backends.execute(database, "VACUUM ANALYZE");
        backends.execute(database, "CHECKPOINT");
    }

    /** How many of them are to come to the queue. */
    int healthy() throws SQLException {
        return (int) backends.query(
                "postgres",
                "SELECT count(*) FROM generate_series(0, %d - 1) AS g WHERE NOT ".formatted(count)
                        + IS_BAD.replace("?", Integer.toString(badPercent)));
    }
}
