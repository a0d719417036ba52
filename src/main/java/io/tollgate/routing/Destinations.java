package io.tollgate.routing;

import io.tollgate.routing.queue.MessageSpans;
import io.tollgate.text.Visible;
import io.tollgate.trace.Span;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsConstants;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Notes where each event went. The list travels with the exchange, so branches and concurrent events don't mix. */
final class Destinations extends EventNotifierSupport {
    private static final String PROPERTY = "tollgateDestinations";

    Destinations() {
        setIgnoreCamelContextEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeCompletedEvent(true);
        setIgnoreExchangeFailedEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
    }

    /** From here on collects the destinations of this exchange, in order. */
    static List<String> of(Exchange exchange) {
        List<String> reached = new ArrayList<>();
        exchange.setProperty(PROPERTY, reached);
        return reached;
    }

    /** Camel tells that a message was sent only to who also listens for the sending. */
    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeSendingEvent || event instanceof ExchangeSentEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSentEvent sent) {
            note(sent);
        }
    }

    private static void note(ExchangeSentEvent sent) {
        Exchange exchange = sent.getExchange();
        List<?> reached = exchange.getProperty(PROPERTY, List.class);
        boolean isTraced = MessageSpans.of(exchange) != Span.NONE;
        String destination =
                reached == null && !isTraced || exchange.isFailed() ? null : name(sent.getEndpoint(), exchange);
        if (destination != null && reached != null) {
            add(reached, destination);
        }
        if (destination != null && isTraced && sent.getEndpoint() instanceof JmsEndpoint) {
            MessageSpans.sent(exchange, destination);
        }
    }

    @SuppressWarnings("unchecked")
    private static void add(List<?> reached, String destination) {
        ((List<String>) reached).add(destination);
    }

    /** A name that a message has may be any text, and is kept in the inbox's tables. */
    private static String name(Endpoint endpoint, Exchange exchange) {
        if (endpoint instanceof JmsEndpoint jms) {
            String name = exchange.getMessage()
                    .getHeader(JmsConstants.JMS_DESTINATION_NAME_PRODUCED, jms.getDestinationName(), String.class);
            return (jms.isPubSubDomain() ? "jms:topic:" : "jms:queue:") + Visible.of(name);
        }
        return endpoint instanceof SqlEndpoint
                ? "sql:" + exchange.getExchangeExtension().getHistoryNodeId()
                : null;
    }
}
