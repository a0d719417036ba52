package io.tollgate.inbox;

import io.tollgate.inbox.SigningSecrets.SigningSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a signing secret may go.
 *
 * @param since null unless it is safe to retire
 */
public record SecretVerdict(Kind kind, Instant since) {
    /** For as long, at most, Stripe signs with the old secret beside a new one. */
    private static final Duration ROTATION = Duration.ofHours(24);
    /** For as long Stripe lists an event, and resends it. */
    private static final Duration SIDE_BY_SIDE = Duration.ofDays(30);

    /** What to do with it. */
    public enum Kind {
        NEVER_USED,
        IN_USE,
        SAFE_TO_RETIRE
    }

    /**
     * A secret may go when a newer one has taken over: 24 h after the newer one's first use no event has needed this one since,
     * which is to be the only one that fits. While Stripe signs with both, both fit, and so neither is needed. A secret that was
     * still needed when the newer one had been used for more than a day is of another endpoint at Stripe, which posts to the same path;
     * there it takes 30 days.
     *
     * @param all those of its endpoint among them
     */
    public static SecretVerdict of(SigningSecret secret, List<SigningSecret> all, Instant now) {
        if (secret.firstUsed() == null) {
            return new SecretVerdict(Kind.NEVER_USED, null);
        }
        return all.stream()
                .filter(other -> other.endpoint().equals(secret.endpoint()))
                .flatMap(other -> takenOver(secret, other).stream())
                .min(Instant::compareTo)
                .filter(since -> !since.isAfter(now))
                .map(since -> new SecretVerdict(Kind.SAFE_TO_RETIRE, since))
                .orElse(new SecretVerdict(Kind.IN_USE, null));
    }

    /** From when on it may go, as far as this other one is concerned. */
    private static Optional<Instant> takenOver(SigningSecret secret, SigningSecret other) {
        Instant needed = secret.neededAt();
        boolean takesOver = other.firstUsed() != null
                && isNewer(other, secret)
                && other.gateways().containsAll(secret.gateways())
                && isOfSameMode(secret, other)
                && (needed == null || other.lastUsed().isAfter(needed));
        if (!takesOver) {
            return Optional.empty();
        }
        boolean rotated = needed == null || !needed.isAfter(other.firstUsed().plus(ROTATION));
        Instant begin = Stream.of(other.firstUsed(), needed == null ? other.firstUsed() : needed)
                .max(Instant::compareTo)
                .orElseThrow();
        return Optional.of(begin.plus(rotated ? ROTATION : SIDE_BY_SIDE));
    }

    /** Two that were first seen in one header are told apart by which of them Stripe went on with. */
    private static boolean isNewer(SigningSecret other, SigningSecret secret) {
        int order = other.firstUsed().compareTo(secret.firstUsed());
        return order > 0
                || order == 0 && other.neededAt() != null && other.neededAt().isAfter(secret.lastUsed());
    }

    /** Stripe has an endpoint a mode: the one for live events never takes over from the one for tests. */
    private static boolean isOfSameMode(SigningSecret secret, SigningSecret other) {
        boolean known = (secret.live() || secret.test()) && (other.live() || other.test());
        return !known || secret.live() && other.live() || secret.test() && other.test();
    }
}
