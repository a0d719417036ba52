package io.tollgate.routing.queue;

import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route that starts at a queue, and what its file says of messages that fail. */
final class QueueRoute {
    private static final Logger log = LoggerFactory.getLogger(QueueFlow.class);

    private final JmsEndpoint endpoint;
    private volatile Route route;

    QueueRoute(JmsEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The queue's name where there is no route any more. */
    String id() {
        if (route == null) {
            route = endpoint.getCamelContext().getRoutes().stream()
                    .filter(other -> other.getEndpoint() == endpoint)
                    .findFirst()
                    .orElse(null);
        }
        return route == null ? endpoint.getDestinationName() : route.getRouteId();
    }

    /** Whether a message that fails comes again. */
    boolean isTransacted() {
        return endpoint.isTransacted();
    }

    Redelivery redelivery() {
        return ((QueueSettings) endpoint.getConfiguration()).redelivery();
    }

    void warn(String line) {
        CamelLogger.log(log, endpoint.getConfiguration().getErrorHandlerLoggingLevel(), line);
    }
}
