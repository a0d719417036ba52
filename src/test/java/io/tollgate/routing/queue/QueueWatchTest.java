package io.tollgate.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.deadletter.QueueLook;
import io.tollgate.deadletter.QueueLook.Depth;
import io.tollgate.deadletter.QueueLook.Found;
import io.tollgate.inbox.QueueFailures.FailingRoute;
import io.tollgate.support.TestBroker;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the queues of the routes and in their dead letter queues is shown. */
class QueueWatchTest {
    private static final Collection<String> QUEUES = List.of("billing.erp", "billing.crm");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<FailingRoute> FAILING = List.of(new FailingRoute(
            "erp", "billing.erp", 1, NOW, NOW.plusSeconds(60), "ConnectException: Connection refused"));

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private TestBroker broker;
    private ActiveMQConnectionFactory factory;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(directory);
        factory = new ActiveMQConnectionFactory(broker.url());
        send("billing.erp", "evt_1", null);
        send("billing.erp", "evt_2", null);
        send("DLQ.billing.erp", "evt_3", "HttpOperationFailedException: 422 (step call-erp), after 1 try");
        send("other", "evt_1", null);
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop();
    }

    private void send(String queue, String event, String cause) throws Exception {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Message message = session.createTextMessage("{}");
            message.setStringProperty("stripeEventId", event);
            if (cause != null) {
                message.setStringProperty(DeadLetters.CAUSE, cause);
            }
            session.createProducer(session.createQueue(queue)).send(message);
        }
    }

    @Test
    void showsDepthAndAgeAsMetricsAndInTheHealthDetails() throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        try (QueueWatch watch = new QueueWatch(factory, () -> QUEUES, () -> FAILING, metrics, later)) {
            watch.look();

            assertThat(depth(metrics, "billing.erp")).isEqualTo(2);
            assertThat(depth(metrics, "DLQ.billing.erp")).isEqualTo(1);
            assertThat(depth(metrics, "billing.crm")).isZero();
            assertThat(metrics.get("tollgate.queue.oldest.age")
                            .tag("queue", "billing.erp")
                            .gauge()
                            .value())
                    .isBetween(3600.0, 3700.0);
            assertThat(watch.health().getDetails())
                    .containsOnlyKeys("billing.erp", "DLQ.billing.erp", "route erp")
                    .extractingByKey("route erp")
                    .asString()
                    .contains("1 of billing.erp", "2026-01-01T00:00:00Z", "next try 2026-01-01T00:01:00Z", "refused");
            assertThat(watch.health().getStatus().getCode()).isEqualTo("UP");
        }
    }

    private static double depth(SimpleMeterRegistry metrics, String queue) {
        return metrics.get("tollgate.queue.depth").tag("queue", queue).gauge().value();
    }

    /** As the mail flow of older folders does. */
    @Test
    void aDeadLetterQueueThatAFlowSendsToIsLookedIntoOnce() throws Exception {
        List<String> queues = List.of("DLQ.billing.erp", "billing.erp");
        try (Connection connection = factory.createConnection()) {
            connection.start();
            assertThat(QueueLook.depths(connection, queues))
                    .extracting(Depth::queue)
                    .containsExactly("DLQ.billing.erp", "billing.erp");
            assertThat(QueueLook.of(connection, "evt_3", queues)).hasSize(1);
        }
    }

    @Test
    void findsTheMessagesOfAnEvent() throws Exception {
        try (Connection connection = factory.createConnection()) {
            connection.start();
            assertThat(QueueLook.of(connection, "evt_1", QUEUES))
                    .extracting(Found::queue)
                    .containsExactly("billing.erp");
            assertThat(QueueLook.of(connection, "evt_3", QUEUES))
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.queue()).isEqualTo("DLQ.billing.erp");
                        assertThat(found.cause()).contains("422", "call-erp");
                    });
            assertThat(QueueLook.of(connection, "evt_' OR TRUE --", QUEUES)).isEmpty();
        }
    }
}
