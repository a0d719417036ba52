package io.tollgate.routing.queue;

import io.tollgate.routing.queue.Retries.Retry;
import io.tollgate.trace.Span;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.camel.component.jms.JmsEndpoint;
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
    private static final long REST_NANOS = 500_000_000;
    private static final long LOOK_NANOS = 20_000_000;
    private static final Death JAVA_OBJECT = new Death(
            "A Java object, which no flow reads, since reading one runs what its sender chose: let the sender send text");

    private final QueueRoute route;
    private final QueueParts parts;
    private final BooleanSupplier goesOn;
    private final Waiting waiting;
    private final Turns turns;

    /** @param goesOn false once the flow is told to stop */
    QueueFlow(JmsEndpoint endpoint, QueueParts parts, BooleanSupplier goesOn) {
        this.route = new QueueRoute(endpoint);
        this.parts = parts;
        this.goesOn = goesOn;
        this.waiting = new Waiting(parts.nanoTime());
        this.turns = new Turns(parts.nanoTime());
    }

    void take(Session session, Message message, Run run) throws JMSException {
        String id = message.getJMSMessageID();
        Retry before = parts.retries().get(id);
        Tried tried = before == null ? Tried.of(message) : new Tried(message, before.tries() + 1);
        Death dead = message instanceof ObjectMessage ? JAVA_OBJECT : before == null ? null : before.dead();
        if (dead == null && tried.tries() > route.redelivery().times() + 1) {
            dead = new Death("It was taken " + (tried.tries() - 1)
                    + " times, and its flow came to no end: the process did first");
        }
        if (dead != null) {
            // before the move, which gives the message another queue
            parts.failedTries().over(tried, route.id());
            String queue = DeadLetters.move(session, message, dead);
            parts.metrics().deadLettered(route.id());
            log.error("{} was moved to {} by route {}: {}", tried.name(), queue, route.id(), dead.cause());
        } else if (before != null && before.dueNanos() - now() > 0) {
            early(id, before, tried);
        } else {
            letOthersPass(id, before, tried);
            run(tried, run);
        }
        parts.retries().remove(id);
    }

    private void letOthersPass(String id, Retry before, Tried tried) {
        Duration pause = before == null || waiting.isFull() ? Duration.ZERO : turns.pause();
        if (!pause.isZero()) {
            parts.retries().put(id, before.dueAt(now() + pause.toNanos()));
            await(pause, tried);
            throw new NotYet();
        }
    }

    /** Where messages come early again and again, since something closes their consumer each time, that must not be a busy loop. */
    private void early(String id, Retry before, Tried tried) {
        parts.retries().put(id, before.earlyAgain());
        if (before.early() > 0) {
            long rest = Math.min(before.dueNanos() - now(), REST_NANOS);
            for (long end = now() + rest; goesOn.getAsBoolean() && end - now() > 0; ) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        await(Duration.ofNanos(Math.max(0, before.dueNanos() - now())), tried);
        throw new NotYet();
    }

    private void run(Tried tried, Run run) throws JMSException {
        long start = now();
        Span span = parts.spans().take(tried, route);
        try {
            run.run();
        } catch (RuntimeException | JMSException failure) {
            span.failed(failure);
            took(tried, false, now() - start);
            failed(tried, failure);
            throw failure;
        } finally {
            parts.spans().end(span);
        }
        took(tried, true, now() - start);
        parts.failedTries().over(tried, route.id());
    }

    private void took(Tried tried, boolean done, long nanos) {
        parts.metrics().tried(route.id(), done, nanos);
        turns.took(tried.tries() > 1, nanos);
    }

    private void failed(Tried tried, Throwable failure) {
        String reason = tried.reason(failure);
        if (!route.isTransacted()) {
            route.warn("%s failed in route %s, and is gone, since the route says transacted: false: %s"
                    .formatted(tried.name(), route.id(), reason));
        } else if (PermanentFailure.is(failure)
                || tried.tries() > route.redelivery().times()) {
            String dead = reason + ", after " + tried.tries() + (tried.tries() == 1 ? " try" : " tries");
            parts.retries().put(tried.id(), new Retry(tried.tries(), now(), 0, Death.of(dead, failure)));
            parts.redelivery().nextDelay().set(Duration.ZERO);
        } else {
            later(tried, failure, reason);
        }
    }

    private void later(Tried tried, Throwable failure, String reason) {
        Instant now = parts.clock().instant();
        Duration delay = route.redelivery().delay(tried.tries());
        Duration asked = RetryAfter.of(failure, now);
        Duration next = asked.compareTo(delay) > 0 ? asked : delay;
        route.warn("%s failed in route %s, try %d of %d, again at %s: %s"
                .formatted(
                        tried.name(),
                        route.id(),
                        tried.tries(),
                        route.redelivery().times() + 1,
                        now.plus(next),
                        reason));
        parts.failedTries().failed(tried, route.id(), now, now.plus(next), reason);
        parts.retries().put(tried.id(), new Retry(tried.tries(), now() + next.toNanos(), 0, null));
        await(next, tried);
    }

    private void await(Duration delay, Tried tried) {
        // a part of a millisecond more, or it would come early
        parts.redelivery().nextDelay().set(delay.plusMillis(1));
        waiting.add(delay, tried.bytes());
        waiting.awaitRoom(goesOn);
    }

    private long now() {
        return parts.nanoTime().getAsLong();
    }
}
