package io.tollgate.inbox;

import io.tollgate.text.Visible;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * UP while the inbox accepts: there is room in front of the writers, and the database takes events. It says what the
 * inbox knows and asks nobody, so that it answers at once while the database hangs.
 */
final class InboxHealthIndicator extends AbstractHealthIndicator {
    private final Inbox inbox;
    private final Supplier<List<String>> pausedTypes;

    InboxHealthIndicator(Inbox inbox, Supplier<List<String>> pausedTypes) {
        this.inbox = inbox;
        this.pausedTypes = pausedTypes;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        boolean away = inbox.isDatabaseAway();
        builder.status(inbox.hasRoom() && !away ? "UP" : "DOWN")
                .withDetail("waiting", inbox.waiting())
                .withDetail("databaseAway", away)
                .withDetail("pausedTypes", Visible.all(pausedTypes.get()));
    }
}
