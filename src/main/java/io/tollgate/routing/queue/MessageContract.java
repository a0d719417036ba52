package io.tollgate.routing.queue;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.text.Visible;
import jakarta.jms.JMSException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * What docs/consumers.md promises of each message: the headers that say which event it is. They travel beside the message, too, so
 * that they go out whatever a flow has removed; what it has set anew stays as it is.
 */
public final class MessageContract {
    /** Of the contract; a change that a consumer could notice makes a new one. */
    static final int VERSION = 1;

    static final String EVENT_ID = "stripeEventId";
    static final String EVENT_TYPE = "stripeEventType";
    private static final String TYPE = "JMSType";
    private static final String CORRELATION_ID = "JMSCorrelationID";
    private static final String PROPERTY = "tollgateContract";
    private static final List<String> PROPERTIES = List.of(
            "stripeContract",
            EVENT_ID,
            EVENT_TYPE,
            "stripeEndpoint",
            "stripeLivemode",
            "stripeCreated",
            "stripeApiVersion",
            "stripeAccount",
            "stripeObjectId");

    private MessageContract() {}

    /** For an event that begins its way. */
    public static void begin(Exchange exchange, VerifiedEvent event) {
        Map<String, Object> contract = new LinkedHashMap<>();
        contract.put(TYPE, event.type());
        contract.put(CORRELATION_ID, event.id());
        contract.put("stripeContract", VERSION);
        contract.put(EVENT_ID, event.id());
        contract.put(EVENT_TYPE, event.type());
        contract.put("stripeEndpoint", event.endpoint());
        contract.put("stripeLivemode", event.livemode());
        contract.put("stripeCreated", event.created());
        contract.put("stripeApiVersion", event.apiVersion());
        contract.put("stripeAccount", event.account());
        contract.put("stripeObjectId", event.objectId());
        contract.values().removeIf(value -> value == null);
        exchange.setProperty(PROPERTY, contract);
        contract.forEach(exchange.getMessage()::setHeader);
    }

    /** Which event an exchange is about: its id and type; null for none. */
    public static String event(Exchange exchange) {
        Map<?, ?> contract = exchange.getProperty(PROPERTY, Map.of(), Map.class);
        Object id = contract.get(EVENT_ID);
        return id == null ? null : Visible.of(id + " " + contract.get(EVENT_TYPE));
    }

    /** For a message that a queue flow has taken; of one that is about no event nothing is kept. */
    static void keep(Exchange exchange, jakarta.jms.Message message) throws JMSException {
        if (exchange == null || !message.propertyExists(EVENT_ID)) {
            return;
        }
        Map<String, Object> contract = new LinkedHashMap<>();
        for (String name : PROPERTIES) {
            contract.put(name, message.getObjectProperty(name));
        }
        contract.put(TYPE, message.getJMSType());
        contract.put(CORRELATION_ID, message.getJMSCorrelationID());
        contract.values().removeIf(value -> value == null);
        exchange.setProperty(PROPERTY, contract);
    }

    /** Adds to a message that is about to be sent what it lacks. */
    static void complete(jakarta.jms.Message message, Exchange exchange) throws JMSException {
        Map<?, ?> contract = exchange.getProperty(PROPERTY, Map.of(), Map.class);
        for (String name : PROPERTIES) {
            Object value = contract.get(name);
            if (value != null && !message.propertyExists(name)) {
                message.setObjectProperty(name, value);
            }
        }
        if (message.getJMSType() == null) {
            message.setJMSType((String) contract.get(TYPE));
        }
        if (message.getJMSCorrelationID() == null) {
            message.setJMSCorrelationID((String) contract.get(CORRELATION_ID));
        }
    }
}
