package io.tollgate.routing.queue;

import java.time.Duration;
import org.apache.activemq.RedeliveryPolicy;

/**
 * ActiveMQ's client asks it, on the thread that rolls back, how long a message waits for its next try; the answer is what that thread
 * has set for the message. It never gives a message up: that is decided here.
 */
final class NextDelay extends RedeliveryPolicy {
    private static final long serialVersionUID = 1L;

    private final transient ThreadLocal<Long> millis = new ThreadLocal<>();

    NextDelay(Redelivery redelivery) {
        setMaximumRedeliveries(NO_MAXIMUM_REDELIVERIES);
        setRedeliveryDelay(redelivery.first().toMillis());
        setInitialRedeliveryDelay(redelivery.first().toMillis());
    }

    void set(Duration delay) {
        millis.set(delay.toMillis());
    }

    void clear() {
        millis.remove();
    }

    @Override
    public long getInitialRedeliveryDelay() {
        Long set = millis == null ? null : millis.get();
        return set == null ? super.getInitialRedeliveryDelay() : set;
    }

    @Override
    public long getNextRedeliveryDelay(long previous) {
        return getInitialRedeliveryDelay();
    }
}
