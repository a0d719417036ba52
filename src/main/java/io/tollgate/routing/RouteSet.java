package io.tollgate.routing;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.RouteCheck;
import io.tollgate.routing.check.SqlStatement;
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
        return new RouteMap(check.map(), check.byName());
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
    Exchange newExchange() {
        return router.createExchange(ExchangePattern.InOnly);
    }

    /** Runs the exchange through the content-based router, on the calling thread; a failure is left in the exchange. */
    void route(Exchange exchange) {
        producer.send(router, exchange);
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
