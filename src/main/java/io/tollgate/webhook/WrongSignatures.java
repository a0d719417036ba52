package io.tollgate.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.webhook.WrongSignature.Cause;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says in the log and counts why a signature does not fit its body or comes at the wrong time, as far as that can be known. It is looked
 * at ten times a second and for a twentieth of the time at most, so that strangers cannot make it work; the answer says nothing of it.
 */
@Component
final class WrongSignatures {
    private static final Logger log = LoggerFactory.getLogger(WrongSignatures.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int REST = 19;

    private final SignatureFindings findings;
    private final MeterRegistry registry;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final Map<Cause, SparingLog> logs = new EnumMap<>(Cause.class);

    WrongSignatures(WebhookProperties properties, SignatureFindings findings, MeterRegistry registry) {
        this.findings = findings;
        this.registry = registry;
        for (Cause cause : Cause.values()) {
            logs.put(cause, new SparingLog());
            properties.endpoints().keySet().forEach(endpoint -> counter(endpoint, cause, 0));
        }
    }

    /** @param endpoint whose secrets do not fit */
    void look(byte[] body, SignatureHeader signature, String endpoint) {
        long begun = System.nanoTime();
        long due = next.get();
        // nobody else begins while this one looks, however long that takes
        boolean mayLook = begun - due >= 0 && next.compareAndSet(due, begun + TimeUnit.HOURS.toNanos(1));
        if (!mayLook) {
            say(endpoint, WrongSignature.UNKNOWN);
            return;
        }
        try {
            say(endpoint, findings.of(body, signature, endpoint));
        } finally {
            long end = System.nanoTime();
            next.set(end + Math.max(PAUSE_NANOS, REST * (end - begun)));
        }
    }

    /**
     * Of a signature that fits.
     *
     * @param age in seconds; negative when it is from the future
     */
    void outOfTime(String endpoint, long age) {
        say(endpoint, WrongSignature.outOfTime(age));
    }

    private void say(String endpoint, WrongSignature found) {
        counter(endpoint, found.cause(), 1);
        if (found.cause() != Cause.UNKNOWN) {
            logs.get(found.cause()).warn(log, "endpoint=" + endpoint + " " + found.sentence());
        }
    }

    private void counter(String endpoint, Cause cause, double more) {
        registry.counter("tollgate.webhook.wrong.signatures", "endpoint", endpoint, "cause", cause.label())
                .increment(more);
    }
}
