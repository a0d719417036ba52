package io.tollgate.routing.queue;

import io.tollgate.trace.Kind;
import io.tollgate.trace.Span;
import io.tollgate.trace.Tracing;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.apache.camel.Exchange;

/**
 * The spans of messages. What a flow sends names the step that has sent it, by the property that W3C calls {@code traceparent}; what a
 * flow takes is within what the message names, each try anew. Within a flow the span travels with the exchange.
 */
public final class MessageSpans {
    /** As JMS allows it, and as other libraries write it. */
    static final String PROPERTY = "traceparent";

    private static final String SPAN = "tollgateSpan";

    private final Tracing tracing;
    private final ThreadLocal<Span> taken = new ThreadLocal<>();

    public MessageSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    public boolean isOn() {
        return tracing.isOn();
    }

    /** What the exchange is in; {@link Span#NONE} for nothing. */
    public static Span of(Exchange exchange) {
        Span span = exchange.getProperty(SPAN, Span.class);
        return span == null ? Span.NONE : span;
    }

    /** From now on the exchange is in it. */
    public static void set(Exchange exchange, Span span) {
        exchange.setProperty(SPAN, span);
    }

    /** @param destination such as {@code jms:queue:stripe.disputes}, where the exchange's step has sent a message */
    public static void sent(Exchange exchange, String destination) {
        String name = destination.substring(destination.indexOf(':', destination.indexOf(':') + 1) + 1);
        of(exchange)
                .named("send " + name)
                .with("messaging.system", "activemq")
                .with("messaging.operation.name", "send")
                .with("messaging.operation.type", "send")
                .with("messaging.destination.name", name);
    }

    /** For a message that is about to be sent. */
    static void complete(Message message, Exchange exchange) throws JMSException {
        String traceparent = of(exchange).traceparent();
        if (traceparent != null) {
            message.setStringProperty(PROPERTY, traceparent);
        }
    }

    /** The thread has taken the message for a flow. */
    Span take(Tried tried, QueueRoute route) throws JMSException {
        if (!isOn()) {
            return Span.NONE;
        }
        Message message = tried.message();
        String queue = DeadLetters.name(message.getJMSDestination());
        Span span = tracing.begin(Kind.CONSUMER, "process " + queue, message.getStringProperty(PROPERTY), 0)
                .with("messaging.system", "activemq")
                .with("messaging.operation.name", "process")
                .with("messaging.operation.type", "process")
                .with("messaging.destination.name", queue)
                .with("tollgate.flow", route.id())
                .with("tollgate.try", tried.tries())
                .with(
                        "tollgate.event.id",
                        tried.place(route.id()).map(place -> place.event()).orElse(null));
        taken.set(span);
        return span;
    }

    /** Of the message that the thread has taken. */
    void join(Exchange exchange) {
        Span span = taken.get();
        if (exchange != null && span != null) {
            set(exchange, span);
        }
    }

    void end(Span span) {
        taken.remove();
        span.close();
    }
}
