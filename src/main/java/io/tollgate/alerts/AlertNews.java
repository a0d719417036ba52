package io.tollgate.alerts;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.alerts.Messages.Undelivered;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** What is on, as metrics and in the health details, on every gateway. What cannot be told makes none of them unready. */
final class AlertNews extends AbstractHealthIndicator {
    private volatile List<Alert> active = List.of();
    private volatile List<Undelivered> undelivered = List.of();
    private volatile boolean databaseAway;

    AlertNews(MeterRegistry registry) {
        for (Condition condition : Condition.values()) {
            Gauge.builder("tollgate.alerts.active", () -> count(condition))
                    .description("Alerts that are on")
                    .tag("condition", condition.toString())
                    .register(registry);
        }
        Gauge.builder(
                        "tollgate.alerts.undelivered",
                        () -> undelivered.stream()
                                .mapToLong(Undelivered::messages)
                                .sum())
                .description("Messages that a channel has not taken yet")
                .register(registry);
    }

    void update(List<Alert> open, List<Undelivered> waiting, boolean away) {
        active = open.stream().filter(alert -> alert.beganAt() != null).toList();
        undelivered = waiting;
        databaseAway = away;
    }

    void databaseAway(boolean away) {
        databaseAway = away;
    }

    private long count(Condition condition) {
        if (condition == Condition.DATABASE_AWAY) {
            return databaseAway ? 1 : 0;
        }
        return active.stream()
                .filter(alert -> alert.condition().equals(condition.toString()))
                .count();
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        builder.withDetail("active", active.stream().map(AlertNews::name).toList());
        undelivered.forEach(channel -> builder.withDetail(
                channel.channel(),
                channel.messages() + " not delivered" + (channel.error() == null ? "" : ": " + channel.error())));
    }

    private static String name(Alert alert) {
        return alert.condition() + (alert.subject().isEmpty() ? "" : ": " + alert.subject());
    }
}
