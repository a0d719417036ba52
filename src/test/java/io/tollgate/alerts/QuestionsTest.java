package io.tollgate.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.inbox.Backlog.Waiting;
import io.tollgate.support.MailServer;
import io.tollgate.support.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class QuestionsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    private final MovableClock clock = new MovableClock(NOW);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AlertsProperties.Limit limit = new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("tollgate.alerts", AlertsProperties.class)
            .limit();

    @Test
    void whatIsPausedDoesNotWaitForTooLong() {
        Instant longAgo = NOW.minus(Duration.ofDays(1));
        List<Waiting> waiting = List.of(
                new Waiting("paused", 5, 0, longAgo, true),
                new Waiting("slow", 5, 0, longAgo, false),
                new Waiting("new", 5, 0, NOW.minusSeconds(60), false));
        assertThat(new OldestWaiting(() -> waiting, limit.oldestWaiting(), clock).ask())
                .extracting(Sight::subject)
                .containsExactly("slow");
    }

    @Test
    void anEventThatIsLetInEndsTheRowOfRefusals() {
        Question refused = RefusedInARow.signatures(new Meters(registry), limit, "a", clock);
        count("no-matching-signature", 19);
        assertThat(refused.ask()).isEmpty();
        count("stored", 1);
        count("no-matching-signature", 19);
        assertThat(refused.ask()).isEmpty();
        count("missing-signature", 19);
        assertThat(refused.ask()).isEmpty();
        count("missing-signature", 1);
        assertThat(refused.ask()).hasSize(1);
        count("duplicate", 1);
        assertThat(refused.ask()).isEmpty();
    }

    @Test
    void refusalsNowAndThenAreNone() {
        Question refused = RefusedInARow.signatures(new Meters(registry), limit, "a", clock);
        for (int minute = 0; minute < 120; minute++) {
            count("no-matching-signature", 1);
            clock.move(Duration.ofMinutes(1));
            assertThat(refused.ask()).isEmpty();
        }
    }

    @Test
    void theRowOfRefusalsEndsOnceNobodyIsRefusedAnyMore() {
        Question refused = RefusedInARow.signatures(new Meters(registry), limit, "a", clock);
        assertThat(refused.ask()).isEmpty();
        count("no-matching-signature", 30);
        assertThat(refused.ask()).hasSize(1);
        for (int i = 0; i < 50; i++) {
            clock.move(Duration.ofSeconds(15));
            refused.ask();
        }
        assertThat(refused.ask()).isEmpty();
    }

    @Test
    void whatIsNoNumberIsNoAlert() {
        Gauge.builder("tollgate.stripe.endpoint.enabled", () -> Double.NaN)
                .tags("endpoint", "default", "mode", "live")
                .register(registry);
        assertThat(GaugeAbove.endpointDisabled(new Meters(registry)).ask()).isEmpty();
    }

    @Test
    void aMailServerThatNobodyNeedsIsNotAsked() {
        MailServerSettings nowhere = new MailServerSettings("127.0.0.1", 1, "", "", new Properties());
        assertThat(new MailServerAway(nowhere, () -> false).ask()).isEmpty();
        assertThat(new MailServerAway(nowhere, () -> true).ask()).hasSize(1);
        try (MailServer server = new MailServer()) {
            MailServerSettings there = new MailServerSettings("127.0.0.1", server.port(), "", "", new Properties());
            assertThat(new MailServerAway(there, () -> true).ask()).isEmpty();
        }
    }

    private void count(String outcome, int times) {
        registry.counter("tollgate.webhook.requests", "endpoint", "default", "outcome", outcome)
                .increment(times);
    }
}
