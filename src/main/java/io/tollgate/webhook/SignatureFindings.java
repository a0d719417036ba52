package io.tollgate.webhook;

import io.tollgate.inbox.Envelope;
import io.tollgate.inbox.NotAnEvent;
import io.tollgate.inbox.SigningSecrets.Modes;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds out why no signature fits: tries other endpoints' secrets, slips with this one's, and what the body may have been. */
@Component
final class SignatureFindings {
    private static final Set<String> LIVE = Set.of("live", "prod", "production");
    private static final Set<String> TEST = Set.of("test", "testmode", "sandbox");
    /** Of what a stranger sends as well: to read it as JSON takes some hundred times as much memory. Stripe's events have a few KB. */
    private static final int MOST_BYTES = 256 << 10;

    private final EndpointSecrets secrets;
    private final SecretUses uses;

    SignatureFindings(EndpointSecrets secrets, SecretUses uses) {
        this.secrets = secrets;
        this.uses = uses;
    }

    /** @param endpoint whose secrets do not fit */
    WrongSignature of(byte[] body, SignatureHeader signature, String endpoint) {
        return other(body, signature, endpoint)
                .map(other -> otherEndpoint(body, endpoint, other))
                .or(() -> slip(body, signature, endpoint).map(WrongSignature::alteredSecret))
                .or(() -> change(body, signature, endpoint).map(WrongSignature::changedBody))
                .or(() -> livemode(body)
                        .filter(livemode -> isOtherMode(endpoint, livemode))
                        .map(WrongSignature::perhapsOtherMode))
                .orElse(WrongSignature.UNKNOWN);
    }

    private Optional<String> other(byte[] body, SignatureHeader signature, String endpoint) {
        return secrets.all().keySet().stream()
                .filter(other -> !other.equals(endpoint) && isOf(body, signature, other))
                .findFirst();
    }

    private WrongSignature otherEndpoint(byte[] body, String endpoint, String other) {
        return livemode(body)
                .filter(livemode -> isOtherMode(endpoint, livemode))
                .map(livemode -> WrongSignature.otherMode(endpoint, other, livemode))
                .orElse(WrongSignature.otherEndpoint(other));
    }

    private Optional<String> slip(byte[] body, SignatureHeader signature, String endpoint) {
        return Arrays.stream(SecretSlip.values())
                .filter(slip -> secrets.of(endpoint).stream()
                        .flatMap(secret -> slip.keys(secret.text()).stream())
                        .anyMatch(key -> signature.isOf(body, key)))
                .map(SecretSlip::words)
                .findFirst();
    }

    private Optional<String> change(byte[] body, SignatureHeader signature, String endpoint) {
        if (body.length > MOST_BYTES) {
            return Optional.empty();
        }
        return Arrays.stream(BodyChange.values())
                .filter(change -> change.undone(body).anyMatch(text -> isOf(text, signature, endpoint)))
                .map(BodyChange::words)
                .findFirst();
    }

    private boolean isOf(byte[] body, SignatureHeader signature, String endpoint) {
        return secrets.of(endpoint).stream().anyMatch(secret -> signature.isOf(body, secret.text()));
    }

    /** By what its secrets have verified so far; by its name before they have. */
    private boolean isOtherMode(String endpoint, boolean livemode) {
        Modes seen = uses.modes(endpoint);
        if (seen.live() || seen.test()) {
            return livemode ? !seen.live() : !seen.test();
        }
        return List.of(endpoint.split("-")).stream().anyMatch(livemode ? TEST::contains : LIVE::contains);
    }

    private static Optional<Boolean> livemode(byte[] body) {
        try {
            return Optional.ofNullable(
                    Envelope.read(body).toEvent("", body, Instant.EPOCH).livemode());
        } catch (NotAnEvent e) {
            return Optional.empty();
        }
    }
}
