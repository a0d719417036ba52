package io.tollgate.relay;

import io.tollgate.text.Visible;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Shows a broker that is away in the details only: the gateway stores events without it. */
final class BrokerHealthIndicator extends AbstractHealthIndicator {
    private final Broker broker;

    BrokerHealthIndicator(Broker broker) {
        this.broker = broker;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        boolean away = broker.isAway();
        builder.status(away ? "UNKNOWN" : "UP")
                .withDetail("away", away)
                .withDetail("waitingTypes", Visible.all(broker.heldTypes()));
    }
}
