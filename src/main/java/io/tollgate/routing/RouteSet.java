package io.tollgate.routing;

import io.tollgate.routing.check.Finding;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
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

    private final String hash;
    private final DefaultCamelContext context;
    private final List<Finding> warnings;
    private final Endpoint router;
    private final ProducerTemplate producer;

    RouteSet(String hash, DefaultCamelContext context, List<Finding> warnings) {
        this.hash = hash;
        this.context = context;
        this.warnings = warnings;
        this.router = context.getEndpoint(ROUTER);
        this.producer = context.createProducerTemplate();
    }

    /** Of its folder; the same for the same files. */
    public String hash() {
        return hash;
    }

    /** What the check has found, none of which is an error. */
    public List<Finding> warnings() {
        return warnings;
    }

    String name() {
        return context.getName();
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

    /** Those that take messages by themselves, such as from a queue. */
    void startConsumers() throws Exception {
        start(route -> !isFlow(route));
    }

    private void start(Predicate<Route> which) throws Exception {
        for (Route route : context.getRoutes()) {
            if (which.test(route) && Boolean.TRUE.equals(route.isAutoStartup())) {
                context.getRouteController().startRoute(route.getRouteId());
            }
        }
    }

    private static boolean isFlow(Route route) {
        return route.getEndpoint() instanceof DirectEndpoint;
    }

    /** Stops consumers and flows; waits for a mail or message in the middle of its flow, but no longer than 5 s. */
    @Override
    public void close() {
        try {
            CompletableFuture.runAsync(context::stop, task -> new Thread(task, name() + "-close").start())
                    .get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("Route set {} did not stop within {} s; what it was doing is redelivered", name(), CLOSE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
