package io.tollgate.bench;

import java.io.IOException;
import java.sql.SQLException;

/** The relay of a gateway whose ingress has nothing to do. */
record RelayWorker(String name, String description, Tollgate gateway) implements Worker {
    private static final String INSERT = """
            INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, api_version, object_id, payload,
                                        received_at, due_at)
            SELECT id, 'payment_intent.succeeded', 'default', false, extract(epoch FROM at)::bigint, '2026-07-29.dahlia',
                   object_id, convert_to(payload, 'UTF8'), at, at
            FROM event ORDER BY number""";

    @Override
    public void start() throws Exception {
        gateway.start();
    }

    @Override
    public String database() {
        return gateway.database();
    }

    @Override
    public void fill(Backlog backlog) throws SQLException {
        gateway.empty();
        backlog.insert(database(), INSERT);
    }

    @Override
    public void begin() throws SQLException {
        gateway.resume();
    }

    @Override
    public Arrivals arrivals(Deliveries deliveries) {
        return gateway.keepsOnly() ? gateway.kept() : deliveries;
    }

    @Override
    public void end() throws SQLException {
        gateway.pause();
    }

    @Override
    public void close() throws IOException {
        gateway.close();
    }
}
