package io.tollgate.relay;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.TestBroker;
import io.tollgate.support.TestDatabase;
import io.tollgate.support.Traces;
import io.tollgate.trace.Kind;
import io.tollgate.trace.Span;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** An attempt is part of the trace of its event's request, whichever process makes it and however late. */
class AttemptTraceTest {
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final Inbox inbox = TestInbox.open(dataSource);
    private final Traces traces = new Traces();
    private final AtomicInteger runs = new AtomicInteger();
    private TestBroker broker;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        broker = TestBroker.start(directory);
    }

    @AfterEach
    void stop() throws Exception {
        inbox.close();
        broker.stop();
        dataSource.close();
    }

    @Test
    void eachAttemptIsAChildOfTheStoredRequest() {
        Span request = traces.tracing().begin(Kind.SERVER, "request", null, 0);
        inbox.accept(event("evt_1", "a.type", Instant.now()).within(request));
        request.close();
        assertThat(jdbc.queryForObject("SELECT traceparent FROM tollgate.inbox", String.class))
                .isEqualTo(request.traceparent());

        try (TestRelay relay = relay(2)) {
            relay.start();
            awaitRouted();
        }

        SpanData root = traces.the("request");
        assertThat(traces.the("store").getParentSpanId()).isEqualTo(root.getSpanId());
        List<SpanData> attempts = traces.named("attempt");
        assertThat(attempts).allSatisfy(attempt -> {
            assertThat(attempt.getTraceId()).isEqualTo(root.getTraceId());
            assertThat(attempt.getParentSpanId()).isEqualTo(root.getSpanId());
            assertThat(Traces.text(attempt, "tollgate.event.id")).isEqualTo("evt_1");
        });
        // the first run of the first attempt is rolled back and run again on its own
        assertThat(attempts)
                .extracting(attempt -> Traces.number(attempt, "tollgate.attempt") + " "
                        + Traces.text(attempt, "tollgate.outcome") + " " + Traces.text(attempt, "error.type"))
                .containsExactly(
                        "1 rolled_back java.lang.IllegalStateException",
                        "1 failed java.lang.IllegalStateException",
                        "2 routed null");
        assertThat(traces.all().toString()).doesNotContain("cus_secret");
    }

    @Test
    void aReplayIsOneMoreChild() {
        Span request = traces.tracing().begin(Kind.SERVER, "request", null, 0);
        inbox.accept(event("evt_1", "a.type", Instant.now()).within(request));
        request.close();
        try (TestRelay relay = relay(0)) {
            relay.start();
            awaitRouted();
            jdbc.update("UPDATE tollgate.inbox SET status = 'PENDING', attempts = 0, claim = NULL, due_at = now()");
            await().until(() -> runs.get() == 2);
            awaitRouted();
        }
        assertThat(traces.named("attempt"))
                .hasSize(2)
                .allSatisfy(attempt -> assertThat(attempt.getParentSpanId())
                        .isEqualTo(traces.the("request").getSpanId()));
    }

    @Test
    void whatWasStoredWithoutATraceBeginsOne() {
        inbox.accept(event("evt_1", "a.type", Instant.now()));
        assertThat(jdbc.queryForObject("SELECT traceparent FROM tollgate.inbox", String.class))
                .isNull();
        try (TestRelay relay = relay(0)) {
            relay.start();
            awaitRouted();
        }
        assertThat(traces.the("attempt").getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void whatIsNotKeptAtTheRequestIsNotKeptLater() {
        Span request = new Traces(0).tracing().begin(Kind.SERVER, "request", null, 0);
        inbox.accept(event("evt_1", "a.type", Instant.now()).within(request));
        try (TestRelay relay = relay(0)) {
            relay.start();
            awaitRouted();
        }
        assertThat(traces.all()).isEmpty();
    }

    /** @param failures how many runs fail before one works */
    private TestRelay relay(int failures) {
        return new TestRelay(
                dataSource,
                inbox,
                new ActiveMQConnectionFactory(broker.url()),
                TestRelay.settings(1, Duration.ofSeconds(10), Duration.ofSeconds(5)),
                Clock.systemUTC(),
                traces.tracing(),
                (entry, jms) -> {
                    if (runs.incrementAndGet() <= failures) {
                        throw new IllegalStateException("cus_secret");
                    }
                    return List.of();
                });
    }

    private void awaitRouted() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> jdbc.queryForObject(
                                "SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'", Integer.class)
                        == 1);
    }
}
