package io.tollgate.relay;

import io.tollgate.text.Visible;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Shows flows that do not end, or keep failing, in the details only: the relay goes on without them. */
final class RelayHealthIndicator extends AbstractHealthIndicator {
    private final Runaways runaways;
    private final Breaker breaker;

    RelayHealthIndicator(Runaways runaways, Breaker breaker) {
        this.runaways = runaways;
        this.breaker = breaker;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        int count = runaways.count();
        builder.status(count > 0 ? "UNKNOWN" : "UP")
                .withDetail("runaways", count)
                .withDetail("waitingTypes", Visible.all(runaways.heldTypes()))
                .withDetail("failingTypes", Visible.all(breaker.openTypes()));
    }
}
