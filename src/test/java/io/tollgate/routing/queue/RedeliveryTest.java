package io.tollgate.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import io.tollgate.hydrate.NotHydrated;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a message comes again. */
class RedeliveryTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

    @Test
    void theDefaultsSpan83Minutes() {
        Duration all =
                IntStream.rangeClosed(1, 24).mapToObj(Redelivery.DEFAULT::delay).reduce(Duration.ZERO, Duration::plus);

        assertThat(Redelivery.DEFAULT.delay(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Redelivery.DEFAULT.delay(24)).isEqualTo(Duration.ofMinutes(5));
        assertThat(Redelivery.DEFAULT.delay(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
        assertThat(all).isBetween(Duration.ofMinutes(83), Duration.ofMinutes(84));
    }

    @Test
    void aRouteHasItsOwn() {
        Redelivery own = Redelivery.DEFAULT.with(Map.of(
                "redeliveryFirst",
                "10m",
                "redeliveryFactor",
                "1.5",
                "redeliveryTimes",
                "3",
                "concurrentConsumers",
                "x"));

        assertThat(own).isEqualTo(new Redelivery(Duration.ofMinutes(10), 1.5, Duration.ofMinutes(10), 3));
        assertThat(Redelivery.DEFAULT.with(Map.of("redeliveryLongest", "100ms")).delay(9))
                .isEqualTo(Duration.ofMillis(100));
    }

    @ParameterizedTest
    @CsvSource({
        "redeliveryFirst, soon",
        "redeliveryFirst, 0s",
        "redeliveryFactor, 0.5",
        "redeliveryFactor, NaN",
        "redeliveryTimes, -1",
        "redeliveryTimes, many",
        "redeliveryLongest, -1s"
    })
    void whatIsNoneIsASentence(String option, String value) {
        assertThatThrownBy(() -> Redelivery.DEFAULT.with(Map.of(option, value)))
                .isInstanceOf(InvalidConfiguration.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | PT2M",
                "Mon, 30 Nov 2026 10:30:00 GMT | PT30M",
                "Mon, 30 Nov 2026 09:30:00 GMT | PT0S",
                "999999999 | PT24H",
                "99999999999999999999 | PT24H",
                "-5 | PT0S",
                "soon | PT0S"
            })
    void aServerSaysHowLong(String header, Duration expected) {
        Exception failure = new HttpOperationFailedException(
                "http://127.0.0.1", 429, "", null, Map.of("retry-after", " " + header + " "), "");

        assertThat(RetryAfter.of(new IllegalStateException(failure), NOW)).isEqualTo(expected);
    }

    @Test
    void soDoesStripeToAFlowThatAsks() {
        assertThat(RetryAfter.of(
                        new IllegalStateException(NotHydrated.later("Stripe answers 429", Duration.ofSeconds(7))), NOW))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(RetryAfter.of(NotHydrated.later("Stripe answers 500", null), NOW))
                .isZero();
        assertThat(RetryAfter.of(NotHydrated.later("Stripe answers 429", Duration.ofDays(9)), NOW))
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    void whatStripeDoesNotHaveIsNotAskedForAgain() {
        assertThat(PermanentFailure.is(new IllegalStateException(NotHydrated.inVain("Stripe answers 404"))))
                .isTrue();
        assertThat(PermanentFailure.is(NotHydrated.later("Stripe answers 403", null)))
                .isFalse();
    }
}
