package io.tollgate.stripe.reconcile;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How it is found out what never arrived.
 *
 * @param interval how often Stripe is asked; {@code 0s} for never, else 10 s to 1 day
 * @param settle how young an event may be and not be missing yet; 10 s to 1 day
 * @param overlap how far behind the watermark it is looked again, for what Stripe lists late; 0 s to 3 days
 * @param types that are asked for; none for those that have a flow, {@code *} for all
 */
@ConfigurationProperties("tollgate.stripe.reconcile")
public record ReconcileProperties(
        @DefaultValue("5m") Duration interval,
        @DefaultValue("5m") Duration settle,
        @DefaultValue("1h") Duration overlap,
        @DefaultValue List<String> types) {
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration DAY = Duration.ofDays(1);

    public ReconcileProperties {
        if (!interval.isZero()) {
            require("interval", interval, SHORTEST, DAY, "0s, or 10s to 1d, such as 5m");
        }
        require("settle", settle, SHORTEST, DAY, "10s to 1d, such as 5m");
        require("overlap", overlap, Duration.ZERO, Duration.ofDays(3), "0s to 3d, such as 1h");
        types = types.stream()
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .toList();
    }

    private static void require(String name, Duration value, Duration least, Duration most, String fix) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidConfiguration("tollgate.stripe.reconcile." + name + " is " + value + ": set " + fix);
        }
    }
}
