package io.tollgate.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Why a signature does not fit its body, where that can be known: who has signed knows a secret of this gateway. It is looked at ten
 * times a second at most, so that strangers cannot make it work; the answer says nothing of it.
 */
@Component
final class WrongSignatures {
    /** What it was. */
    enum Cause {
        OTHER_ENDPOINT,
        CHANGED_BODY,
        UNKNOWN;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param sentence for the log; empty when it is not known
     */
    private record Finding(Cause cause, String sentence) {}

    private static final Logger log = LoggerFactory.getLogger(WrongSignatures.class);
    private static final Finding UNKNOWN = new Finding(Cause.UNKNOWN, "");
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final WebhookProperties properties;
    private final MeterRegistry registry;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final Map<Cause, SparingLog> logs = new EnumMap<>(Cause.class);

    WrongSignatures(WebhookProperties properties, MeterRegistry registry) {
        this.properties = properties;
        this.registry = registry;
        for (Cause cause : Cause.values()) {
            logs.put(cause, new SparingLog());
            properties.endpoints().keySet().forEach(endpoint -> counter(endpoint, cause, 0));
        }
    }

    /** @param endpoint whose secrets do not fit */
    void look(byte[] body, SignatureHeader signature, String endpoint) {
        long now = System.nanoTime();
        long due = next.get();
        boolean mayLook = now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS);
        Finding found = mayLook ? finding(body, signature, endpoint) : UNKNOWN;
        counter(endpoint, found.cause(), 1);
        if (found.cause() != Cause.UNKNOWN) {
            logs.get(found.cause()).warn(log, "endpoint=" + endpoint + " " + found.sentence());
        }
    }

    private void counter(String endpoint, Cause cause, double more) {
        registry.counter("tollgate.webhook.wrong.signatures", "endpoint", endpoint, "cause", cause.label())
                .increment(more);
    }

    private Finding finding(byte[] body, SignatureHeader signature, String endpoint) {
        Predicate<byte[]> fits = text -> isOf(text, signature, endpoint);
        return properties.endpoints().keySet().stream()
                .filter(other -> !other.equals(endpoint) && isOf(body, signature, other))
                .findFirst()
                .map(other -> new Finding(
                        Cause.OTHER_ENDPOINT,
                        "A request was signed with the secret of endpoint '" + other + "': let Stripe post it to "
                                + path(other) + ", or give this endpoint its own secret"))
                .or(() -> change(body, fits)
                        .map(change -> new Finding(
                                Cause.CHANGED_BODY,
                                "A body was changed on its way, which a signature does not allow: " + change
                                        + ". Let the proxy in front hand on the bytes as they come")))
                .orElse(UNKNOWN);
    }

    private static Optional<String> change(byte[] body, Predicate<byte[]> fits) {
        return Arrays.stream(BodyChange.values())
                .filter(change -> change.undone(body).filter(fits).isPresent())
                .map(BodyChange::words)
                .findFirst();
    }

    private boolean isOf(byte[] body, SignatureHeader signature, String endpoint) {
        return properties.endpoints().get(endpoint).secrets().stream().anyMatch(secret -> signature.isOf(body, secret));
    }

    private static String path(String endpoint) {
        return endpoint.equals(WebhookProperties.DEFAULT_ENDPOINT)
                ? WebhookEngine.PATH
                : WebhookEngine.PATH + "/" + endpoint;
    }
}
