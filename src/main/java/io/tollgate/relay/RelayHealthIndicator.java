package io.tollgate.relay;

import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Shows attempts that do not end in the details only: the relay goes on without their threads. */
final class RelayHealthIndicator extends AbstractHealthIndicator {
    private final Runaways runaways;

    RelayHealthIndicator(Runaways runaways) {
        this.runaways = runaways;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        int count = runaways.count();
        builder.status(count > 0 ? "UNKNOWN" : "UP")
                .withDetail("runaways", count)
                .withDetail("waitingTypes", runaways.heldTypes());
    }
}
