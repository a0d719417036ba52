package io.tollgate.routing;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.relay.EventRouter;
import io.tollgate.routing.queue.MessageContract;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;

/**
 * Runs events through the current route set. A set is swapped between two events; each event sees one set from
 * beginning to end.
 */
public final class CamelEventRouter implements EventRouter {
    private final AtomicReference<RouteSet> current = new AtomicReference<>();

    /** @return the set that was current until now, null at first; the caller retires and closes it */
    public RouteSet use(RouteSet next) {
        return current.getAndSet(next);
    }

    @Override
    public String routes() {
        RouteSet routes = current.get();
        return routes == null ? null : routes.hash();
    }

    /** Those of the current set; a name that is known at run time only, such as of a pattern or of another option, is none. */
    Set<String> queues() {
        RouteSet routes = current.get();
        return routes == null ? Set.of() : routes.queues();
    }

    @Override
    public List<String> route(Entry entry) throws Exception {
        RouteSet routes = entered();
        try {
            return route(routes, entry.event());
        } finally {
            routes.leave();
        }
    }

    /** The current set, which cannot be closed until it is left. */
    private RouteSet entered() {
        while (true) {
            RouteSet routes = current.get();
            if (routes == null) {
                throw new IllegalStateException("No route set is loaded: correct the routes folder");
            }
            if (routes.enter()) {
                return routes;
            }
        }
    }

    private static List<String> route(RouteSet routes, VerifiedEvent event) throws Exception {
        Exchange exchange = exchange(routes, event);
        List<String> destinations = Destinations.of(exchange);
        routes.route(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            throw new IllegalStateException("The flow marked its event for rollback");
        }
        return destinations;
    }

    private static Exchange exchange(RouteSet routes, VerifiedEvent event) {
        Exchange exchange = routes.newExchange();
        // Keeps every step on the calling thread, where the transactions are bound.
        exchange.getExchangeExtension().setTransacted(true);
        exchange.setVariable("receivedAt", OffsetDateTime.ofInstant(event.receivedAt(), ZoneOffset.UTC));
        exchange.getMessage().setBody(new String(event.payload(), StandardCharsets.UTF_8));
        MessageContract.begin(exchange, event);
        return exchange;
    }
}
