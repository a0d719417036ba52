package io.tollgate.routing;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * What a component's own filter keeps out, and what {@link StrictHeaders} does: whoever may write to a topic, or answers a
 * request, chooses nothing of what the flow does next. What a broker notes on a message is not for others to see.
 */
record StrictToo(HeaderFilterStrategy own) implements HeaderFilterStrategy {
    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return StrictHeaders.isObeyed(name)
                || name.startsWith("JMS")
                || own.applyFilterToCamelHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return StrictHeaders.isObeyed(name) || own.applyFilterToExternalHeaders(name, value, exchange);
    }
}
