package io.tollgate.routing;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.relay.EventRouter;
import io.tollgate.routing.diagram.FlowDiagram;
import io.tollgate.routing.queue.MessageSpans;
import io.tollgate.trace.Kind;
import io.tollgate.trace.Span;
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
    public Set<String> queues() {
        RouteSet routes = current.get();
        return routes == null ? Set.of() : routes.queues();
    }

    /** The routes of the current set as they are, in the order of their ids. */
    public List<FlowDiagram> diagrams() {
        RouteSet routes = current.get();
        return routes == null ? List.of() : routes.diagrams();
    }

    /** Where the current set takes events. */
    public RouteMap map() {
        RouteSet routes = current.get();
        return routes == null ? RouteMap.NONE : routes.map();
    }

    /** Those event types that have a flow in the current set. */
    Set<String> types() {
        RouteSet routes = current.get();
        return routes == null ? Set.of() : routes.map().types();
    }

    /** The flows of the current set that events of this type go through, by the conditions of its router or by their name. */
    Set<String> flows(String type) {
        RouteSet routes = current.get();
        return routes == null ? Set.of() : routes.map().of(type);
    }

    @Override
    public List<String> route(Entry entry) throws Exception {
        return route(entry, Span.NONE);
    }

    @Override
    public List<String> route(Entry entry, Span attempt) throws Exception {
        RouteSet routes = entered();
        try (Span span = attempt.child(Kind.INTERNAL, "route")) {
            return route(routes, entry.event(), span);
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

    private static List<String> route(RouteSet routes, VerifiedEvent event, Span span) throws Exception {
        Exchange exchange = routes.newExchange(event);
        if (span != Span.NONE) {
            MessageSpans.set(exchange, span.with("tollgate.routes", routes.hash()));
        }
        List<String> destinations = Destinations.of(exchange);
        routes.route(exchange);
        return destinations;
    }
}
