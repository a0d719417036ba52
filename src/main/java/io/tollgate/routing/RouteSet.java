package io.tollgate.routing;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.RouteCheck;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All flows of one folder, built together and running in a Camel context of their own: one generation. */
public final class RouteSet implements AutoCloseable {
    private static final String ROUTER = "direct:router";
    private static final Logger log = LoggerFactory.getLogger(RouteSet.class);
    private static final int CLOSE_SECONDS = 5;
    private static final int CONSUMER_SECONDS = 10;

    private final String hash;
    private final DefaultCamelContext context;
    private final RouteCheck check;
    private final Endpoint router;
    private final ProducerTemplate producer;
    private final AtomicInteger events = new AtomicInteger();
    private volatile boolean retired;

    RouteSet(String hash, DefaultCamelContext context, RouteCheck check) {
        this.hash = hash;
        this.context = context;
        this.check = check;
        this.router = context.getEndpoint(ROUTER);
        this.producer = context.createProducerTemplate();
    }

    /** Of its folder; the same for the same files. */
    public String hash() {
        return hash;
    }

    /** What the check has found, none of which is an error. */
    public List<Finding> warnings() {
        return check.findings();
    }

    String name() {
        return context.getName();
    }

    /** @return false when the set is retired; then the event belongs to the current one */
    boolean enter() {
        events.incrementAndGet();
        if (retired) {
            events.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        events.decrementAndGet();
    }

    /** From now on no event enters. */
    void retire() {
        retired = true;
    }

    /** Whether no event is in it. */
    boolean isIdle() {
        return events.get() == 0;
    }

    /** An exchange for one event; it is answered by nobody. */
    Exchange newExchange() {
        return router.createExchange(ExchangePattern.InOnly);
    }

    /** Runs the exchange through the content-based router, on the calling thread; a failure is left in the exchange. */
    void route(Exchange exchange) {
        producer.send(router, exchange);
    }

    /** Those that the relay or another flow calls. */
    void startFlows() throws Exception {
        start(RouteSet::isFlow);
    }

    /**
     * Starts those that take messages by themselves, such as from a queue. May be called again after a stop.
     *
     * @throws InvalidRouteSet when one cannot, such as for a port that is taken
     */
    void startConsumers() throws InvalidRouteSet {
        try {
            start(route -> !isFlow(route));
        } catch (Exception e) {
            throw new InvalidRouteSet(check.findingsAnd(e));
        }
    }

    /**
     * Lets each finish the message that it is in the middle of, all side by side. After 10 s it goes on without waiting: a
     * consumer that is left ends with its message, and takes no other.
     */
    void stopConsumers() {
        List<CompletableFuture<Void>> stops = context.getRoutes().stream()
                .filter(route -> !isFlow(route) && !isInMemory(route))
                .map(route -> inThread("stop-" + route.getRouteId(), () -> stop(route)))
                .toList();
        await(stops, CONSUMER_SECONDS, "A consumer");
    }

    private void stop(Route route) {
        try {
            context.getRouteController().stopRoute(route.getRouteId(), CONSUMER_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            log.warn("Route {} of set {} did not stop: {}", route.getRouteId(), name(), e.getMessage());
        }
    }

    /** As far as they start; one that does not is left out, and said. */
    void restartConsumers() {
        for (Route route : context.getRoutes()) {
            try {
                if (!isFlow(route) && Boolean.TRUE.equals(route.isAutoStartup())) {
                    start(route);
                }
            } catch (FailedToStartRouteException e) {
                log.error("Route {} of set {} does not start again: {}", route.getRouteId(), name(), e.getMessage());
            }
        }
    }

    private CompletableFuture<Void> inThread(String what, Runnable work) {
        return CompletableFuture.runAsync(work, task -> new Thread(task, name() + "-" + what).start());
    }

    private void await(List<CompletableFuture<Void>> work, int seconds, String what) {
        try {
            CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("{} of route set {} did not stop within {} s", what, name(), seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Predicate<Route> which) throws Exception {
        for (Route route : context.getRoutes()) {
            if (which.test(route) && Boolean.TRUE.equals(route.isAutoStartup())) {
                start(route);
            }
        }
    }

    private void start(Route route) throws FailedToStartRouteException {
        try {
            context.getRouteController().startRoute(route.getRouteId());
        } catch (Exception e) {
            throw new FailedToStartRouteException(route.getRouteId(), e.getMessage(), e);
        }
    }

    /** What is in it comes from a consumer of the same set; it is emptied when the set is closed. */
    private static boolean isInMemory(Route route) {
        return route.getEndpoint().getEndpointUri().startsWith("seda");
    }

    private static boolean isFlow(Route route) {
        return route.getEndpoint() instanceof DirectEndpoint;
    }

    /** All side by side. */
    static void closeAll(List<RouteSet> sets) {
        List<Thread> threads = sets.stream()
                .map(set -> new Thread(set::close, set.name() + "-closed"))
                .toList();
        threads.forEach(Thread::start);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops consumers and flows; waits for a mail or message in the middle of its flow, but no longer than 5 s. */
    @Override
    public void close() {
        await(List.of(inThread("close", context::stop)), CLOSE_SECONDS, "Something");
    }
}
