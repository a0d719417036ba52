package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final RandomGenerator NO_JITTER = () -> 0;
    private static final RetrySchedule DEFAULTS = new RetrySchedule(Duration.ofSeconds(5), 3, Duration.ofHours(6), 22);

    @Test
    void theDefaultsSpanAtLeastThreeDays() {
        Duration all = Duration.ZERO;
        int failures = 1;
        for (Optional<Duration> next = DEFAULTS.nextAttempt(failures, NO_JITTER);
                next.isPresent();
                next = DEFAULTS.nextAttempt(failures, NO_JITTER)) {
            all = all.plus(next.get());
            failures++;
        }
        assertThat(all).isBetween(Duration.ofDays(3), Duration.ofDays(4));
        assertThat(failures).isEqualTo(22);
    }

    @Test
    void delaysGrowToTheLongestAndGetAtMostAFifthLonger() {
        RandomGenerator most = () -> -1L;
        assertThat(DEFAULTS.nextAttempt(1, NO_JITTER)).hasValue(Duration.ofSeconds(5));
        assertThat(DEFAULTS.nextAttempt(3, NO_JITTER)).hasValue(Duration.ofSeconds(45));
        assertThat(DEFAULTS.nextAttempt(21, NO_JITTER)).hasValue(Duration.ofHours(6));
        assertThat(DEFAULTS.nextAttempt(1, most).orElseThrow())
                .isGreaterThan(Duration.ofMillis(5900))
                .isLessThanOrEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void refusesALeaseThatEndsBeforeAnAttemptIsGivenUp() {
        Duration second = Duration.ofSeconds(1);
        Duration two = Duration.ofSeconds(2);
        assertThatThrownBy(() -> new RelayProperties(1, 1, second, two, second, second, second, second, DEFAULTS))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("tollgate.relay.lease")
                .hasMessageContaining("tollgate.relay.deadline")
                .hasMessageContaining("tollgate.relay.grace");
    }
}
