package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RandomGenerator NO_JITTER = () -> 0;
    private static final RetrySchedule DEFAULTS = new RetrySchedule(Duration.ofSeconds(5), 3, Duration.ofHours(6), 22);

    @Test
    void theDefaultsSpanAtLeastThreeDays() {
        Instant now = NOW;
        int failures = 1;
        for (Optional<Instant> next = DEFAULTS.nextAttempt(failures, now, NO_JITTER);
                next.isPresent();
                next = DEFAULTS.nextAttempt(failures, now, NO_JITTER)) {
            now = next.get();
            failures++;
        }
        assertThat(Duration.between(NOW, now)).isBetween(Duration.ofDays(3), Duration.ofDays(4));
        assertThat(failures).isEqualTo(22);
    }

    @Test
    void delaysGrowToTheLongestAndGetAtMostAFifthLonger() {
        RandomGenerator most = () -> -1L;
        assertThat(DEFAULTS.nextAttempt(1, NOW, NO_JITTER)).hasValue(NOW.plusSeconds(5));
        assertThat(DEFAULTS.nextAttempt(3, NOW, NO_JITTER)).hasValue(NOW.plusSeconds(45));
        assertThat(DEFAULTS.nextAttempt(21, NOW, NO_JITTER)).hasValue(NOW.plus(Duration.ofHours(6)));
        assertThat(DEFAULTS.nextAttempt(1, NOW, most).orElseThrow())
                .isAfter(NOW.plusMillis(5900))
                .isBeforeOrEqualTo(NOW.plusSeconds(6));
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
