package io.tollgate.routing.queue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.tollgate.deadletter.QueueLook;
import io.tollgate.deadletter.QueueLook.Depth;
import io.tollgate.inbox.QueueFailures.FailingRoute;
import io.tollgate.text.Visible;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * How many messages wait in the queues of the routes and in their dead letter queues, as metrics and in the health details, which also
 * name the routes that fail: looked up now and then, on a thread of its own. While the broker is away it shows what it saw last.
 */
public final class QueueWatch extends AbstractHealthIndicator implements AutoCloseable {
    /** Until there are routes. */
    private static final Duration FIRST = Duration.ofSeconds(1);

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    private final ConnectionFactory broker;
    private final Supplier<Collection<String>> queues;
    private final Supplier<List<FailingRoute>> failures;
    private final Clock clock;
    private final MultiGauge depth;
    private final MultiGauge oldest;
    private final Thread thread;
    private volatile List<Depth> last = List.of();
    private volatile List<FailingRoute> failing = List.of();
    private volatile boolean closed;

    /**
     * @param queues names of those that the routes take from and send to
     * @param failures asked which routes fail
     */
    public QueueWatch(
            ConnectionFactory broker,
            Supplier<Collection<String>> queues,
            Supplier<List<FailingRoute>> failures,
            MeterRegistry registry,
            Clock clock) {
        this.broker = broker;
        this.queues = queues;
        this.failures = failures;
        this.clock = clock;
        this.depth = MultiGauge.builder("tollgate.queue.depth")
                .description(
                        "Messages in a queue of the routes or in its dead letter queue; 1000 for that many or more")
                .register(registry);
        this.oldest = MultiGauge.builder("tollgate.queue.oldest.age")
                .description("How long ago the first message of the queue was sent")
                .baseUnit("seconds")
                .register(registry);
        this.thread = new Thread(this::run, "queue-watch");
        this.thread.setDaemon(true);
    }

    public QueueWatch start() {
        thread.start();
        return this;
    }

    private void run() {
        while (!closed) {
            try {
                look();
                Thread.sleep(last.isEmpty() ? FIRST.toMillis() : INTERVAL.toMillis());
            } catch (InterruptedException e) {
                return;
            } catch (JMSException | RuntimeException e) {
                java.util.concurrent.locks.LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }

    /** Looks now. */
    void look() throws JMSException {
        Collection<String> names = queues.get();
        if (!names.isEmpty()) {
            try (Connection connection = broker.createConnection()) {
                connection.start();
                last = QueueLook.depths(connection, names);
            }
        }
        List<Row<?>> depths = new ArrayList<>();
        List<Row<?>> ages = new ArrayList<>();
        for (Depth each : last) {
            Tags tags = Tags.of("queue", each.queue());
            depths.add(Row.of(tags, each.messages()));
            ages.add(Row.of(tags, age(each).toMillis() / 1000.0));
        }
        depth.register(depths, true);
        oldest.register(ages, true);
        failing = failures.get();
    }

    private Duration age(Depth depth) {
        return depth.oldest() == null ? Duration.ZERO : Duration.between(depth.oldest(), clock.instant());
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        last.stream()
                .filter(each -> each.messages() > 0)
                .forEach(each -> builder.withDetail(
                        Visible.of(each.queue()), each.text() + ", the oldest since " + each.oldest()));
        failing.forEach(each -> builder.withDetail(
                Visible.of("route " + each.route()),
                Visible.of("fails on %d of %s, the oldest since %s, next try %s: %s"
                        .formatted(each.messages(), each.queue(), each.oldest(), each.nextAt(), each.reason()))));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
