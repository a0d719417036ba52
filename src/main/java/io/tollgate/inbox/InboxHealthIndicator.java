package io.tollgate.inbox;

import java.sql.SQLException;
import java.util.List;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * UP while the inbox accepts: there is room in front of the writers, and the database takes a write. It writes, an empty
 * batch, since a gateway that gets no traffic while it is DOWN would never learn otherwise that it may come back.
 */
final class InboxHealthIndicator extends AbstractHealthIndicator {
    private final Inbox inbox;
    private final EventInsert insert;

    InboxHealthIndicator(Inbox inbox, EventInsert insert) {
        this.inbox = inbox;
        this.insert = insert;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws SQLException {
        builder.withDetail("waiting", inbox.waiting());
        insert.insert(List.of());
        builder.status(inbox.hasRoom() ? "UP" : "DOWN");
    }
}
