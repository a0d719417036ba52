package io.tollgate.routing;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.RouteCheck;
import io.tollgate.routing.check.SqlStatement;
import io.tollgate.routing.diagram.FlowDiagram;
import io.tollgate.routing.queue.MessageContract;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
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
    private final RouteCheck check;
    private final Consumers consumers;
    private final Endpoint router;
    private final ProducerTemplate producer;
    private final AtomicInteger events = new AtomicInteger();
    private volatile boolean retired;

    RouteSet(String hash, DefaultCamelContext context, RouteCheck check) {
        this.hash = hash;
        this.context = context;
        this.check = check;
        this.consumers = new Consumers(context);
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

    /** Which event types come to each flow, and which flows have them by their name. */
    public RouteMap map() {
        return new RouteMap(check.map(), check.byName(), check.flowPlaces());
    }

    /** Its routes as Camel has read them, in the order of their ids. */
    List<FlowDiagram> diagrams() {
        return context.getRouteDefinitions().stream()
                .map(FlowDiagram::of)
                .sorted(Comparator.comparing(FlowDiagram::id))
                .toList();
    }

    /** Those of its flows for the database. */
    public List<SqlStatement> statements() {
        return check.statements();
    }

    /** The queues that its flows take messages from and send them to, as far as they are written down. */
    public Set<String> queues() {
        return context.getEndpoints().stream()
                .filter(endpoint -> endpoint instanceof JmsEndpoint jms && !jms.isPubSubDomain())
                .map(endpoint -> ((JmsEndpoint) endpoint).getDestinationName())
                .collect(Collectors.toCollection(TreeSet::new));
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
    public void retire() {
        retired = true;
    }

    /** Whether no event and no message is in it. */
    public boolean isIdle() {
        return events.get() == 0 && consumers.areIdle();
    }

    /** An exchange for one event; it is answered by nobody. */
    public Exchange newExchange(VerifiedEvent event) {
        Exchange exchange = router.createExchange(ExchangePattern.InOnly);
        // Keeps every step on the calling thread, where the transactions are bound.
        exchange.getExchangeExtension().setTransacted(true);
        exchange.setVariable("receivedAt", OffsetDateTime.ofInstant(event.receivedAt(), ZoneOffset.UTC));
        exchange.getMessage().setBody(new String(event.payload(), StandardCharsets.UTF_8));
        MessageContract.begin(exchange, event);
        return exchange;
    }

    /**
     * Runs the exchange through the content-based router, on the calling thread.
     *
     * @throws Exception of the step that has failed
     */
    public void route(Exchange exchange) throws Exception {
        run(router, exchange);
    }

    /** The same through the flow that starts at {@code direct:} with this name. */
    public void route(String flow, Exchange exchange) throws Exception {
        run(context.getEndpoint("direct:" + flow), exchange);
    }

    private void run(Endpoint start, Exchange exchange) throws Exception {
        producer.send(start, exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            throw new IllegalStateException("The flow marked its event for rollback");
        }
    }

    /** Those that the relay or another flow calls. */
    void startFlows() throws Exception {
        for (Route route : context.getRoutes()) {
            if (Consumers.isFlow(route) && Boolean.TRUE.equals(route.isAutoStartup())) {
                try {
                    context.getRouteController().startRoute(route.getRouteId());
                } catch (Exception e) {
                    throw new FailedToStartRouteException(route.getRouteId(), e.getMessage(), e);
                }
            }
        }
    }

    /**
     * Starts those that take messages by themselves, such as from a queue. May be called again after a stop.
     *
     * @throws InvalidRouteSet when one cannot, such as for a port that is taken
     */
    public void startConsumers() throws InvalidRouteSet {
        try {
            consumers.start();
        } catch (FailedToStartRouteException e) {
            throw new InvalidRouteSet(check.findingsAnd(e));
        }
    }

    /** They take nothing more. Waits for what they are in the middle of, but no longer than 10 s. */
    public void stopConsumers() {
        consumers.stop();
    }

    /** After a stop; as far as they start. */
    public void restartConsumers() {
        consumers.restart();
    }

    /** All side by side. */
    public static void closeAll(List<RouteSet> sets) {
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
        Thread closing = new Thread(context::stop, name() + "-close");
        closing.start();
        try {
            closing.join(CLOSE_SECONDS * 1000L);
            if (closing.isAlive()) {
                log.warn("Something of route set {} did not stop within {} s", name(), CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
