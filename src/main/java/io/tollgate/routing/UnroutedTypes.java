package io.tollgate.routing;

import java.util.HashSet;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the content-based router for event types without a flow: one log line a type. */
final class UnroutedTypes implements Processor {
    private static final Logger log = LoggerFactory.getLogger(UnroutedTypes.class);
    private static final int MAX_TYPES = 1000;

    private final Set<String> seen = new HashSet<>();

    @Override
    public void process(Exchange exchange) {
        String id = exchange.getMessage().getHeader("stripeEventId", String.class);
        String type = exchange.getMessage().getHeader("stripeEventType", String.class);
        if (isNew(type)) {
            log.info("{} {} routed with no destination; further events of this type are not logged", id, type);
        }
    }

    private synchronized boolean isNew(String type) {
        return seen.size() < MAX_TYPES && seen.add(type);
    }
}
