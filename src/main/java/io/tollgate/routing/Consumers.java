package io.tollgate.routing;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of a set that take messages by themselves, such as from a queue. */
final class Consumers {
    private static final Logger log = LoggerFactory.getLogger(Consumers.class);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = 20_000_000;

    private final DefaultCamelContext context;
    /** They take nothing more, and are in the middle of something. */
    private final Set<Route> suspended = ConcurrentHashMap.newKeySet();

    Consumers(DefaultCamelContext context) {
        this.context = context;
    }

    private List<Route> all() {
        return context.getRoutes().stream()
                .filter(route -> !isFlow(route) && Boolean.TRUE.equals(route.isAutoStartup()))
                .toList();
    }

    static boolean isFlow(Route route) {
        return route.getEndpoint() instanceof DirectEndpoint;
    }

    /** @throws FailedToStartRouteException when one does not; those before it have started */
    void start() throws FailedToStartRouteException {
        for (Route route : all()) {
            start(route);
        }
    }

    /** As far as they start; one that does not is left out, and said. */
    void restart() {
        for (Route route : all()) {
            try {
                start(route);
            } catch (FailedToStartRouteException e) {
                log.error(
                        "Route {} of set {} does not start again: {}",
                        route.getRouteId(),
                        context.getName(),
                        e.getMessage());
            }
        }
    }

    private void start(Route route) throws FailedToStartRouteException {
        try {
            if (suspended.remove(route)) {
                ServiceHelper.resumeService(route.getConsumer());
            } else {
                context.getRouteController().startRoute(route.getRouteId());
            }
        } catch (Exception e) {
            throw new FailedToStartRouteException(route.getRouteId(), e.getMessage(), e);
        }
    }

    /**
     * From now on they take nothing. Waits up to 10 s for what they are in the middle of; what takes longer ends by itself,
     * and is not cut.
     */
    void stop() {
        List<Route> routes = all().stream().filter(route -> !isInMemory(route)).toList();
        routes.stream().filter(Consumers::isSuspendable).forEach(this::suspend);
        List<Thread> stops = routes.stream().map(this::stopping).toList();
        stops.forEach(Thread::start);
        try {
            for (Thread stop : stops) {
                stop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void suspend(Route route) {
        suspended.add(route);
        ServiceHelper.suspendService(route.getConsumer());
    }

    private Thread stopping(Route route) {
        return new Thread(
                () -> {
                    if (awaitIdle(route) || !suspended.contains(route)) {
                        stop(route);
                    } else {
                        log.info(
                                "Route {} of set {} is in the middle of a message, ends it, and takes no other",
                                route.getRouteId(),
                                context.getName());
                    }
                },
                context.getName() + "-stop-" + route.getRouteId());
    }

    private boolean awaitIdle(Route route) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!isIdle(route) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return isIdle(route);
    }

    private boolean isIdle(Route route) {
        return context.getInflightRepository().size(route.getRouteId()) == 0;
    }

    private void stop(Route route) {
        try {
            context.getRouteController().stopRoute(route.getRouteId(), LONGEST.toSeconds(), TimeUnit.SECONDS);
            suspended.remove(route);
        } catch (Exception e) {
            log.warn("Route {} of set {} did not stop: {}", route.getRouteId(), context.getName(), e.getMessage());
        }
    }

    /** Whether nothing is in any of them. */
    boolean areIdle() {
        return context.getInflightRepository().size() == 0;
    }

    private static boolean isSuspendable(Route route) {
        return route.getConsumer() instanceof Suspendable;
    }

    /** What is in it comes from a consumer of the same set; it is emptied when the set is closed. */
    private static boolean isInMemory(Route route) {
        return route.getEndpoint().getEndpointUri().startsWith("seda");
    }
}
