package io.tollgate.routing.queue;

import io.tollgate.text.Reason;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Says once an outage that flows which start at a queue have lost the broker. Spring's listener container, which tries
 * again every 5 s, would say so each time.
 */
public final class QueueReadersAway implements ExceptionListener {
    private static final Logger log = LoggerFactory.getLogger(QueueReadersAway.class);

    /** Longer than a try against a broker that does not answer, and the pause after it. */
    private static final long NEXT_OUTAGE_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private Long last;

    QueueReadersAway(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void onException(JMSException failure) {
        if (NestedExceptionUtils.getMostSpecificCause(failure) instanceof InterruptedException) {
            // a set that is closed
            return;
        }
        long now = nanoTime.getAsLong();
        if (last == null || now - last > NEXT_OUTAGE_NANOS) {
            log.warn(
                    "Flows that start at a queue, such as the mails, have lost the broker and try again every 5 s: {}",
                    Reason.of(failure));
        }
        last = now;
    }
}
