package io.tollgate.routing.queue;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one queue in the flow that starts there. One that fails is rolled back, with all that its flow has sent, and comes
 * again as {@link Redelivery} says; one that no retry mends, or that is out of tries, is moved to the dead letter queue, in a
 * transaction of its own. A crash between the two means one try more. Each failure is one line.
 */
final class QueueFlow {
    /** What takes a message through the flow. */
    interface Run {
        void run() throws JMSException;
    }

    private static final Logger log = LoggerFactory.getLogger(QueueFlow.class);
    private static final String JAVA_OBJECT =
            "A Java object, which no flow reads, since reading one runs what its sender chose: let the sender send text";

    private final JmsEndpoint endpoint;
    private final QueueParts parts;
    private final BooleanSupplier goesOn;
    private final Waiting waiting;
    /** By the id of the message; they come again at once, to be moved. */
    private final Map<String, String> dead = new ConcurrentHashMap<>();

    private volatile Route route;

    /** @param goesOn false once the flow is told to stop */
    QueueFlow(JmsEndpoint endpoint, QueueParts parts, BooleanSupplier goesOn) {
        this.endpoint = endpoint;
        this.parts = parts;
        this.goesOn = goesOn;
        this.waiting = new Waiting(parts.nanoTime());
    }

    void take(Session session, Message message, Run run) throws JMSException {
        Tried tried = Tried.of(message);
        String cause = message instanceof ObjectMessage ? JAVA_OBJECT : dead.remove(tried.id());
        if (cause == null && tried.tries() > redelivery().times() + 1) {
            cause = "It was taken " + (tried.tries() - 1)
                    + " times, and its flow came to no end: the process did first";
        }
        if (cause == null) {
            run(tried, run);
        } else {
            String queue = DeadLetters.move(session, message, cause);
            parts.metrics().deadLettered(routeId());
            log.error("{} was moved to {} by route {}: {}", tried.name(), queue, routeId(), cause);
        }
    }

    private void run(Tried tried, Run run) throws JMSException {
        long start = parts.nanoTime().getAsLong();
        try {
            run.run();
        } catch (RuntimeException | JMSException failure) {
            parts.metrics().tried(routeId(), false, parts.nanoTime().getAsLong() - start);
            failed(tried, failure);
            throw failure;
        }
        parts.metrics().tried(routeId(), true, parts.nanoTime().getAsLong() - start);
    }

    private void failed(Tried tried, Throwable failure) {
        String reason = tried.reason(failure);
        if (!endpoint.isTransacted()) {
            warn("%s failed in route %s, and is gone, since the route says transacted: false: %s"
                    .formatted(tried.name(), routeId(), reason));
        } else if (PermanentFailure.is(failure) || tried.tries() > redelivery().times()) {
            dead.put(tried.id(), reason + ", after " + tried.tries() + (tried.tries() == 1 ? " try" : " tries"));
            parts.redelivery().nextDelay().set(Duration.ZERO);
        } else {
            later(tried, failure, reason);
        }
    }

    private void later(Tried tried, Throwable failure, String reason) {
        Instant now = parts.clock().instant();
        Duration delay = redelivery().delay(tried.tries());
        Duration asked = RetryAfter.of(failure, now);
        Duration next = asked.compareTo(delay) > 0 ? asked : delay;
        warn("%s failed in route %s, try %d of %d, again at %s: %s"
                .formatted(tried.name(), routeId(), tried.tries(), redelivery().times() + 1, now.plus(next), reason));
        parts.redelivery().nextDelay().set(next);
        waiting.add(next, tried.bytes());
        waiting.awaitRoom(goesOn);
    }

    private void warn(String line) {
        CamelLogger.log(log, endpoint.getConfiguration().getErrorHandlerLoggingLevel(), line);
    }

    private Redelivery redelivery() {
        return ((QueueSettings) endpoint.getConfiguration()).redelivery();
    }

    private String routeId() {
        return route() == null ? endpoint.getDestinationName() : route().getRouteId();
    }

    private Route route() {
        if (route == null) {
            route = endpoint.getCamelContext().getRoutes().stream()
                    .filter(other -> other.getEndpoint() == endpoint)
                    .findFirst()
                    .orElse(null);
        }
        return route;
    }
}
