package io.tollgate.inbox;

import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** UP while the inbox accepts: there is room in front of the writers, and the last write did not fail. */
final class InboxHealthIndicator extends AbstractHealthIndicator {
    private final Inbox inbox;

    InboxHealthIndicator(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(inbox.hasRoom() ? "UP" : "DOWN").withDetail("waiting", inbox.waiting());
    }
}
