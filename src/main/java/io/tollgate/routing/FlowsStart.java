package io.tollgate.routing;

import io.tollgate.routing.check.Finding;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/**
 * Brings the flows up once the gateway receives: tables, route set, relay. Receiving never waits for this, and goes on
 * when the set is refused: the events are stored, and routed after a start with a corrected folder.
 */
final class FlowsStart implements HealthIndicator, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FlowsStart.class);

    private final Path folder;
    private final FlowTables tables;
    private final RouteSetLoader loader;
    private final CamelEventRouter router;
    private final Runnable startRelay;
    private volatile List<String> refused = List.of("The routes are not loaded yet");

    FlowsStart(Path folder, FlowTables tables, RouteSetLoader loader, CamelEventRouter router, Runnable startRelay) {
        this.folder = folder;
        this.tables = tables;
        this.loader = loader;
        this.router = router;
        this.startRelay = startRelay;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        tables.apply(folder);
        try {
            RouteSet routes = loader.build(RouteSetLoader.snapshot(folder), folder);
            routes.startConsumers();
            router.use(routes);
            refused = List.of();
            startRelay.run();
        } catch (InvalidRouteSet e) {
            refuse(e.findings().stream().map(Finding::toString).toList());
        } catch (Exception e) {
            refuse(List.of(String.valueOf(e)));
        }
    }

    private void refuse(List<String> sentences) {
        refused = sentences;
        sentences.forEach(log::error);
        log.error(
                "The routes in {} were refused: events are stored, but none is routed until they are corrected and the"
                        + " gateway is started again",
                folder.toAbsolutePath());
    }

    @Override
    public Health health() {
        return refused.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("refused", refused).build();
    }

    /** Runs after the relay has stopped, and before the broker's and the database's beans go. */
    @Override
    public void close() {
        RouteSet last = router.use(null);
        if (last != null) {
            last.close();
        }
    }
}
