package io.tollgate.alerts;

import io.micrometer.core.instrument.Gauge;
import io.tollgate.alerts.AlertRig.Gateway;
import io.tollgate.inbox.Backlog.Waiting;
import io.tollgate.inbox.Gateways;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Lets a condition hold, and be gone, at a gateway of the rig. */
final class Outage {
    private static final String TYPE = "charge.succeeded";

    private final AlertRig rig;
    private final Condition condition;
    private final Path data;
    private final Gateway gateway;
    private volatile boolean broken;
    private int stored;

    Outage(AlertRig rig, Condition condition, Path data) {
        this.rig = rig;
        this.condition = condition;
        this.data = data;
        switch (condition) {
            case MAIL_SERVER_AWAY -> rig.settings.put("tollgate.alerts.mail.to", "ops@example.com");
            case DISK_LOW -> rig.settings.put("tollgate.alerts.limit.disk-low", "900000000GB");
            case NO_EVENTS -> eventsOfFourWeeks();
            default -> {}
        }
        this.gateway = rig.gateway("gateway-1");
        gauges();
    }

    Gateway gateway() {
        return gateway;
    }

    private void gauges() {
        switch (condition) {
            case BROKER_AWAY -> gauge("tollgate.relay.broker.away", 0, 1);
            case ROUTES_REFUSED -> gauge("tollgate.routes.refused", 0, 1);
            case DEAD_LETTERS -> {
                gauge("tollgate.queue.depth", 0, 1, "queue", "DLQ.stripe.mail");
                gauge("tollgate.queue.depth", 5, 5, "queue", "stripe.mail");
            }
            case RECONCILE_BEHIND ->
                gauge("tollgate.stripe.reconcile.age", 300, 3700, "owner", "default", "mode", "live");
            case ENDPOINT_DISABLED ->
                gauge("tollgate.stripe.endpoint.enabled", 1, 0, "endpoint", "default", "mode", "live");
            default -> {}
        }
    }

    private void gauge(String name, double well, double wrong, String... tags) {
        Gauge.builder(name, () -> broken ? wrong : well).tags(tags).register(gateway.registry());
    }

    /** As it is from now on. */
    void begins() {
        broken = true;
        switch (condition) {
            case MAIL_SERVER_AWAY -> rig.mail.stop();
            case DISK_LOW -> folder(true);
            default -> {}
        }
    }

    void ends() {
        broken = false;
        switch (condition) {
            case MAIL_SERVER_AWAY -> rig.mail.start();
            case DISK_LOW -> folder(false);
            default -> {}
        }
    }

    /** What happens each 15 s. */
    void step() {
        Instant now = rig.clock.instant();
        switch (condition) {
            case FLOW_FAILING -> reports("gateway-1", broken ? List.of(TYPE) : List.of());
            case QUEUE_FLOW_FAILING -> queueFailure(now);
            case DEAD_EVENTS -> rig.dead.set(broken ? Map.of(TYPE, 3L) : Map.of());
            case OLDEST_WAITING ->
                rig.waiting.set(broken ? List.of(new Waiting(TYPE, 1, 0, AlertRig.START, false)) : List.of());
            case SIGNATURES_REFUSED -> requests(broken ? "no-matching-signature" : "stored");
            case PATHS_UNKNOWN -> requests(broken ? "no-such-endpoint" : "stored");
            case GATEWAYS_SILENT -> reports(broken ? "gateway-1" : "gateway-2", List.of());
            case NO_EVENTS -> {
                if (!broken) {
                    store(now);
                }
            }
            default -> {}
        }
    }

    private void reports(String name, List<String> failing) {
        new Gateways(rig.jdbc, rig.clock).report(name, AlertRig.START, "1", "hash", failing, List.of());
    }

    private void requests(String outcome) {
        gateway.registry()
                .counter("tollgate.webhook.requests", "endpoint", "default", "outcome", outcome)
                .increment(2);
    }

    private void queueFailure(Instant now) {
        if (broken) {
            rig.jdbc
                    .sql("""
                    INSERT INTO tollgate.queue_failure (event_id, route, queue, message, tries, since, failed_at, next_at, reason)
                    VALUES ('evt_1', 'mail', 'stripe.mail', 'ID:1', 1, ?, ?, ?, 'refused') ON CONFLICT DO NOTHING""")
                    .params(Timestamp.from(now), Timestamp.from(now), Timestamp.from(now))
                    .update();
        } else {
            rig.jdbc.sql("DELETE FROM tollgate.queue_failure").update();
        }
    }

    private void store(Instant at) {
        rig.store("evt_now" + stored++, at);
    }

    private void eventsOfFourWeeks() {
        rig.jdbc.sql("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at, status)
                SELECT 'evt_' || n, 'charge.succeeded', 'default', '', ?::timestamptz - n * interval '1 min', now(), 'ROUTED'
                FROM generate_series(0, 28 * 24 * 60) AS n""").param(Timestamp.from(AlertRig.START)).update();
    }

    private void folder(boolean there) {
        try {
            if (there) {
                Files.createDirectories(data);
            } else {
                Files.deleteIfExists(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
