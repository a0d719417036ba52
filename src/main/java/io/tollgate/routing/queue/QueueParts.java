package io.tollgate.routing.queue;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.LongSupplier;

/** What all flows behind queues share, those of one set and of the next. */
public record QueueParts(
        BrokerRedelivery redelivery,
        QueueMetrics metrics,
        QueueReadersAway readersAway,
        AfterCommit afterCommit,
        Retries retries,
        Clock clock,
        LongSupplier nanoTime) {
    /**
     * @param metrics what counts the tries
     * @param clock says when a message is tried again
     */
    public static QueueParts of(BrokerRedelivery redelivery, MeterRegistry metrics, Clock clock) {
        return new QueueParts(
                redelivery,
                new QueueMetrics(metrics),
                new QueueReadersAway(System::nanoTime),
                new AfterCommit(),
                new Retries(),
                clock,
                System::nanoTime);
    }
}
