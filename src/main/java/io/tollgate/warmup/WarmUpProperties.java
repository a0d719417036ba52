package io.tollgate.warmup;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The setting of the warm-up.
 *
 * @param warmUp how long a gateway that has started works with events of its own before it is ready; 0 for not at all, up
 *     to 30 s
 */
@ConfigurationProperties("tollgate")
record WarmUpProperties(@DefaultValue("3s") Duration warmUp) {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    WarmUpProperties {
        if (warmUp.isNegative() || warmUp.compareTo(LONGEST) > 0) {
            throw new InvalidConfiguration(
                    "tollgate.warm-up is " + warmUp + ": set 0s for none, or up to 30s, such as 3s");
        }
    }
}
