package io.tollgate.routing.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.trace.Tracing;
import java.time.Clock;
import java.util.function.LongSupplier;

/** What all flows behind queues share, those of one set and of the next. */
public record QueueParts(
        BrokerRedelivery redelivery,
        QueueMetrics metrics,
        QueueReadersAway readersAway,
        AfterCommit afterCommit,
        MessageSpans spans,
        Retries retries,
        FailedTries failedTries,
        Clock clock,
        LongSupplier nanoTime) {
    /**
     * @param metrics what counts the tries
     * @param failedTries is told what fails
     * @param tracing notes what becomes of messages
     * @param clock says when a message is tried again
     */
    public static QueueParts of(
            BrokerRedelivery redelivery, MeterRegistry metrics, FailedTries failedTries, Tracing tracing, Clock clock) {
        return new QueueParts(
                redelivery,
                new QueueMetrics(metrics),
                new QueueReadersAway(System::nanoTime),
                new AfterCommit(),
                new MessageSpans(tracing),
                new Retries(),
                failedTries,
                clock,
                System::nanoTime);
    }

    /** The same, where nothing is traced. */
    public static QueueParts of(
            BrokerRedelivery redelivery, MeterRegistry metrics, FailedTries failedTries, Clock clock) {
        return of(redelivery, metrics, failedTries, Tracing.OFF, clock);
    }

    /** The same, where nobody asks what fails. */
    public static QueueParts of(BrokerRedelivery redelivery, MeterRegistry metrics, Clock clock) {
        return of(redelivery, metrics, new FailedTries(null), clock);
    }
}
