package io.tollgate.routing.queue;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsBinding;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.JmsMessageType;

/**
 * What a flow sends to a queue: text, with the properties of the contract; or it fails with a sentence, and nothing is sent. A step
 * that names its {@code jmsMessageType} gets that. By default Camel makes a message of Java's own kind of what is no text, and
 * leaves out or renames each header that JMS cannot carry: the send succeeds, and the consumer finds nothing.
 */
final class TextBinding extends JmsBinding {
    private final JmsEndpoint endpoint;
    private final QueueParts parts;
    private volatile HeaderNames ownHeaders;

    TextBinding(JmsEndpoint endpoint, QueueParts parts) {
        super(endpoint);
        this.parts = parts;
        this.endpoint = endpoint;
    }

    @Override
    public Map<String, Object> extractHeadersFromJms(Message message, Exchange exchange) {
        try {
            parts.afterCommit().join(exchange);
            parts.spans().join(exchange);
            MessageContract.keep(exchange, message);
        } catch (JMSException e) {
            throw new IllegalStateException("The message's properties cannot be read: " + e.getMessage(), e);
        }
        return super.extractHeadersFromJms(message, exchange);
    }

    @Override
    protected JmsMessageType getJMSMessageTypeForBody(Exchange exchange, Object body) {
        return JmsMessageType.Text;
    }

    @Override
    protected Message createJmsMessageForType(
            Exchange exchange, Object body, Session session, CamelContext context, JmsMessageType type)
            throws JMSException {
        boolean isNamed = endpoint.getConfiguration().getJmsMessageType() != null;
        return type == JmsMessageType.Text && !isNamed
                ? session.createTextMessage(TextBody.of(exchange, body))
                : super.createJmsMessageForType(exchange, body, session, context, type);
    }

    @Override
    public void appendJmsProperties(Message message, Exchange exchange, org.apache.camel.Message camel)
            throws JMSException {
        super.appendJmsProperties(message, exchange, camel);
        MessageContract.complete(message, exchange);
        MessageSpans.complete(message, exchange);
    }

    @Override
    public void appendJmsProperty(Message message, Exchange exchange, String name, Object value) throws JMSException {
        if (value != null && !isStandardJMSHeader(name) && shouldOutputHeader(name, value, exchange)) {
            boolean isOwn = ownHeaders(exchange.getContext()).contains(name);
            if (isOwn && !HeaderNames.isName(name)) {
                throw new UnsendableMessage("JMS has no property of the name " + name
                        + ": take letters, digits and _ for the header, or remove it before the step");
            }
            if (isOwn && getValidJMSHeaderValue(name, value) == null) {
                throw new UnsendableMessage(
                        "The header " + name
                                + " is no text, number or boolean, which a JMS property holds: make it text, or set a variable instead");
            }
        }
        super.appendJmsProperty(message, exchange, name, value);
    }

    private HeaderNames ownHeaders(CamelContext context) {
        HeaderNames names = ownHeaders;
        if (names == null) {
            names = new HeaderNames(context);
            ownHeaders = names;
        }
        return names;
    }
}
