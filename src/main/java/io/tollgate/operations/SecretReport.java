package io.tollgate.operations;

import io.tollgate.inbox.SecretVerdict;
import io.tollgate.inbox.SecretVerdict.Kind;
import io.tollgate.inbox.SigningSecrets.SigningSecret;
import java.time.Instant;
import java.util.List;

/**
 * A signing secret by its fingerprint, and whether it may go.
 *
 * @param sources where the gateways have it from
 * @param gateways those that have it
 * @param signatures how many it has fitted
 * @param firstUsed null when it never was; so are the others
 * @param neededAt when it was last the only one that fitted an event
 * @param live whether it has verified a live event
 * @param test whether it has verified a test event
 * @param since from when on it may go; null unless it may
 */
public record SecretReport(
        String endpoint,
        String fingerprint,
        List<String> sources,
        List<String> gateways,
        long signatures,
        Instant firstUsed,
        Instant lastUsed,
        Instant neededAt,
        boolean live,
        boolean test,
        Kind verdict,
        Instant since) {

    /** One each. */
    public static List<SecretReport> all(List<SigningSecret> secrets, Instant now) {
        return secrets.stream()
                .map(secret -> of(secret, SecretVerdict.of(secret, secrets, now)))
                .toList();
    }

    private static SecretReport of(SigningSecret secret, SecretVerdict verdict) {
        return new SecretReport(
                secret.endpoint(),
                secret.fingerprint(),
                secret.sources(),
                secret.gateways(),
                secret.signatures(),
                secret.firstUsed(),
                secret.lastUsed(),
                secret.neededAt(),
                secret.live(),
                secret.test(),
                verdict.kind(),
                verdict.since());
    }
}
