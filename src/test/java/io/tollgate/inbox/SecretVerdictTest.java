package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.SigningSecrets.SigningSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When an old secret may go. Times are hours after some moment. */
class SecretVerdictTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Integer NEVER = null;

    private static Instant hour(Integer hour) {
        return hour == null ? null : BEGIN.plus(Duration.ofHours(hour));
    }

    /** Of test events, at gateway a. */
    private static SigningSecret secret(String fingerprint, Integer first, Integer last, Integer needed) {
        return secret(fingerprint, first, last, needed, "default", List.of("a"), first != null, false);
    }

    private static SigningSecret secret(
            String fingerprint,
            Integer first,
            Integer last,
            Integer needed,
            String endpoint,
            List<String> gateways,
            boolean live,
            boolean test) {
        long signatures = first == null ? 0 : 1;
        return new SigningSecret(
                endpoint,
                fingerprint,
                List.of("settings"),
                gateways,
                signatures,
                hour(first),
                hour(last),
                hour(needed),
                live,
                test);
    }

    private static Arguments inUse(String why, int now, SigningSecret old, SigningSecret... others) {
        return Arguments.of(why, now, old, List.of(others), SecretVerdict.Kind.IN_USE, null);
    }

    private static Arguments mayGo(String why, int now, int since, SigningSecret old, SigningSecret... others) {
        return Arguments.of(why, now, old, List.of(others), SecretVerdict.Kind.SAFE_TO_RETIRE, hour(since));
    }

    static Stream<Arguments> table() {
        SigningSecret unused = secret("new", NEVER, NEVER, NEVER);
        SigningSecret old = secret("old", 0, 110, 100);
        return Stream.of(
                Arguments.of("nothing came", 500, unused, List.of(old), SecretVerdict.Kind.NEVER_USED, null),
                inUse("it is the only one", 5000, old),
                inUse("the other one was never used", 5000, old, unused),
                inUse("the other one has been used for less than a day", 123, old, secret("new", 100, 123, 111)),
                mayGo("a day, to the hour", 125, 125, old, secret("new", 101, 125, 111)),
                mayGo("and since then", 300, 125, old, secret("new", 101, 299, 299)),
                mayGo(
                        "both fit for good: nobody needs the old one",
                        300,
                        125,
                        secret("old", 0, 300, 100),
                        secret("new", 101, 300, NEVER)),
                inUse(
                        "nor is it the new one that goes, which nobody has needed yet",
                        300,
                        secret("new", 101, 300, NEVER),
                        secret("old", 0, 300, 100)),
                inUse("nor the new one that is quiet", 5000, secret("new", 101, 111, 111), secret("old", 0, 300, 100)),
                inUse(
                        "needed by a gateway that got the new one late, 23 h ago",
                        143,
                        secret("old", 0, 120, 120),
                        secret("new", 101, 143, 143)),
                mayGo("and 24 h ago", 144, 144, secret("old", 0, 120, 120), secret("new", 101, 144, 144)),
                inUse(
                        "nothing was verified since it was needed",
                        5000,
                        secret("old", 0, 110, 110),
                        secret("new", 101, 105, 105)),
                inUse(
                        "used side by side for days: two endpoints at Stripe",
                        300,
                        secret("old", 0, 200, 200),
                        secret("new", 101, 300, 300)),
                mayGo(
                        "of which one was quiet for 30 days",
                        1000,
                        200 + 720,
                        secret("old", 0, 200, 200),
                        secret("new", 101, 999, 999)),
                mayGo(
                        "never needed alone since it is counted",
                        40,
                        25,
                        secret("old", 0, 20, NEVER),
                        secret("new", 1, 39, 39)),
                inUse(
                        "both first seen in one header, and Stripe signs with both",
                        300,
                        secret("old", 0, 300, NEVER),
                        secret("new", 0, 300, NEVER)),
                mayGo(
                        "both first seen in one header, and Stripe went on with the new one",
                        30,
                        24,
                        secret("old", 0, 20, NEVER),
                        secret("new", 0, 30, 30)),
                inUse("of which that is the new one", 300, secret("new", 0, 30, 30), secret("old", 0, 20, NEVER)),
                inUse(
                        "the other one is another endpoint's",
                        5000,
                        old,
                        secret("new", 101, 200, 200, "connect", List.of("a"), true, false)),
                inUse(
                        "the other one is for test events",
                        5000,
                        old,
                        secret("new", 101, 200, 200, "default", List.of("a"), false, true)),
                mayGo(
                        "the other one is for both",
                        300,
                        125,
                        old,
                        secret("new", 101, 200, 200, "default", List.of("a"), true, true)),
                mayGo(
                        "the other one's events do not say",
                        300,
                        125,
                        old,
                        secret("new", 101, 200, 200, "default", List.of("a"), false, false)),
                inUse(
                        "a gateway has the old one and not the new one",
                        5000,
                        secret("old", 0, 110, 100, "default", List.of("a", "b"), true, false),
                        secret("new", 101, 200, 200, "default", List.of("b"), true, false)),
                mayGo(
                        "all have the new one",
                        5000,
                        125,
                        secret("old", 0, 110, 100, "default", List.of("a"), true, false),
                        secret("new", 101, 200, 200, "default", List.of("a", "b"), true, false)),
                mayGo(
                        "the earliest of two that took over",
                        300,
                        125,
                        old,
                        secret("newest", 150, 290, 290),
                        secret("new", 101, 200, 200)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void saysWhetherItMayGo(
            String why,
            int now,
            SigningSecret secret,
            List<SigningSecret> others,
            SecretVerdict.Kind kind,
            Instant since) {
        List<SigningSecret> all =
                Stream.concat(others.stream(), Stream.of(secret)).toList();

        assertThat(SecretVerdict.of(secret, all, hour(now))).isEqualTo(new SecretVerdict(kind, since));
    }
}
