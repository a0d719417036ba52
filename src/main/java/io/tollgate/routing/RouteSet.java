package io.tollgate.routing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All flows of one folder, loaded together and running in a Camel context of their own: one generation. */
final class RouteSet implements AutoCloseable {
    static final String ROUTER = "direct:router";

    private static final Logger log = LoggerFactory.getLogger(RouteSet.class);
    private static final int CLOSE_SECONDS = 5;

    private final DefaultCamelContext context;
    private final Endpoint router;
    private final ProducerTemplate producer;

    RouteSet(DefaultCamelContext context) {
        this.context = context;
        this.router = context.getEndpoint(ROUTER);
        this.producer = context.createProducerTemplate();
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
