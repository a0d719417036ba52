package io.tollgate.bench;

import java.sql.SQLException;

/** Fills an inbox with events of the last three months. */
final class OldEvents {
    private static final int CHUNK = 100_000;
    private static final int PAYLOAD_BYTES = 2700;

    private static final String ENTRIES = """
            INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, api_version, object_id, payload,
                                        received_at, due_at, status, attempts, settled_at, error)
            SELECT 'evt_old' || md5(g::text), 'payment_intent.succeeded', 'default', false, 1767225600,
                   '2026-07-29.dahlia', 'pi_' || g, convert_to(repeat('x', %d), 'UTF8'), at, at, '%s', 1, at,
                   CASE '%2$s' WHEN 'DEAD' THEN 'IllegalStateException: no' END
            FROM generate_series(%d, %d) AS g, LATERAL (SELECT now() - interval '80 days' * random() AS at) AS a""";

    private static final String ATTEMPTS = """
            INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations)
            SELECT 'evt_old' || md5(g::text), 1, now(), 3, '{jms:queue:stripe.payments.succeeded}'
            FROM generate_series(%d, %d) AS g""";

    private final Backends backends;
    private final String database;

    OldEvents(Backends backends, String database) {
        this.backends = backends;
        this.database = database;
    }

    void fill(int routed, int dead) throws SQLException {
        insert("ROUTED", 1, routed);
        insert("DEAD", routed + 1, routed + dead);
        if (routed + dead > 0) {
            backends.execute(database, "VACUUM ANALYZE tollgate.inbox");
            backends.execute(database, "VACUUM ANALYZE tollgate.attempt");
        }
    }

    private void insert(String status, int from, int to) throws SQLException {
        for (int first = from; first <= to; first += CHUNK) {
            int last = Math.min(to, first + CHUNK - 1);
            backends.execute(database, ENTRIES.formatted(PAYLOAD_BYTES, status, first, last));
            backends.execute(database, ATTEMPTS.formatted(first, last));
        }
    }
}
