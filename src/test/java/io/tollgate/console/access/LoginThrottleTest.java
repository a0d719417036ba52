package io.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final MovableClock clock = new MovableClock(Instant.parse("2030-01-10T00:00:00Z"));
    private final LoginThrottle throttle = new LoginThrottle(clock);

    @Test
    void anAddressWaitsLongerEachTime() {
        fail("192.0.2.1", "admin", LoginThrottle.FREE_OF_ADDRESS);
        assertThat(throttle.admit("192.0.2.1", "admin")).isEqualTo(Duration.ofSeconds(1));
        clock.move(Duration.ofSeconds(1));
        assertThat(throttle.admit("192.0.2.1", "other")).isZero();
        assertThat(throttle.admit("192.0.2.1", "admin")).isEqualTo(Duration.ofSeconds(2));
        for (int i = 0; i < 30; i++) {
            clock.move(throttle.admit("192.0.2.1", "name" + i));
        }
        assertThat(throttle.admit("192.0.2.1", "admin")).isBetween(Duration.ofSeconds(1), LONGEST);
    }

    @Test
    void triesWhileItWaitsMakeItNoLonger() {
        fail("192.0.2.1", "admin", LoginThrottle.FREE_OF_ADDRESS);
        fail("192.0.2.1", "admin", 100);
        assertThat(throttle.admit("192.0.2.1", "admin")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void nobodyLocksOutWhoComesFromElsewhere() {
        for (int i = 0; i < 255; i++) {
            fail("198.51.100." + i, "admin", 20);
        }
        assertThat(throttle.admit("192.0.2.1", "admin")).isZero();
    }

    @Test
    void aNameThatManyTryLeavesEachAddressOneTry() {
        for (int i = 0; i < LoginThrottle.FREE_OF_NAME + 10; i++) {
            assertThat(throttle.admit("198.51.100." + i, "admin")).isZero();
        }
        assertThat(throttle.admit("198.51.100.0", "admin")).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        assertThat(throttle.admit("198.51.100.0", "vera")).isZero();
    }

    @Test
    void whatWasRightDoesNotCount() {
        for (int i = 0; i < 100; i++) {
            assertThat(throttle.admit("192.0.2.1", "admin")).isZero();
            throttle.takeBack("192.0.2.1", "admin");
        }
    }

    @Test
    void isForgottenAfterAQuarterOfAnHour() {
        fail("192.0.2.1", "admin", 50);
        clock.move(Duration.ofMinutes(15).plusMillis(1));
        assertThat(throttle.admit("192.0.2.1", "admin")).isZero();
        assertThat(throttle.admit("192.0.2.1", "admin")).isZero();
    }

    @Test
    void aNetworkOfIpv6IsOneClient() {
        for (int i = 0; i < LoginThrottle.FREE_OF_ADDRESS; i++) {
            throttle.admit("2001:db8::" + Integer.toHexString(i), "admin");
        }
        assertThat(throttle.admit("2001:db8::ffff", "admin")).isPositive();
        assertThat(throttle.admit("2001:db8:0:1::1", "admin")).isZero();
    }

    @Test
    void keepsABoundedNumberOfWhatever() {
        for (int i = 0; i < 200_000; i++) {
            throttle.admit("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), "name" + i);
        }
        assertThat(throttle.count()).isEqualTo(10_000);
    }

    private void fail(String address, String name, int times) {
        for (int i = 0; i < times; i++) {
            throttle.admit(address, name);
        }
    }
}
