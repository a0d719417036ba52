package io.tollgate.relay;

import io.tollgate.inbox.GatewayIdentity;
import io.tollgate.inbox.Gateways;
import java.time.Clock;
import java.time.Instant;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Tells the database every few seconds that this gateway runs, and what it holds back. Sees that the relay's threads live. */
final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final long INTERVAL_SECONDS = 5;

    private final Gateways gateways;
    private final GatewayIdentity identity;
    private final Instant startedAt;
    private final EventRouter router;
    private final Held held;
    private final Relay relay;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    Heartbeat(Gateways gateways, GatewayIdentity identity, EventRouter router, Held held, Relay relay, Clock clock) {
        this.gateways = gateways;
        this.identity = identity;
        this.startedAt = clock.instant();
        this.router = router;
        this.held = held;
        this.relay = relay;
    }

    Heartbeat start() {
        timer.scheduleWithFixedDelay(this::beat, 0, INTERVAL_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    private void beat() {
        try {
            relay.revive();
            gateways.report(
                    identity.name(),
                    startedAt,
                    identity.version(),
                    router.routes(),
                    held.breaker().openTypes(),
                    new TreeSet<>(held.fromAll()));
        } catch (Throwable t) {
            // One that comes out would end the timer.
            log.debug("No heartbeat", t);
        }
    }

    /** Takes the report along, unless the database is away. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            // A report on its way must not come after the farewell.
            timer.awaitTermination(1, TimeUnit.SECONDS);
            gateways.forget(identity.name());
        } catch (DataAccessException e) {
            log.debug("The last heartbeat stays", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
