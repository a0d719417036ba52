package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.support.CapturedLog;
import io.tollgate.support.Signatures;
import io.tollgate.webhook.WrongSignature.Cause;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the log and the metric say of a refused signature, over HTTP; the answer says none of it. */
class RefusalCausesTest {
    private static final String PATH = "/webhooks/stripe";
    private static final String LIVE = "whsec_of_live";
    private static Ingress ingress;

    private final CapturedLog log = CapturedLog.of(WrongSignatures.class);
    private final String event = Ingress.event(Ingress.newId());

    @BeforeAll
    static void start() {
        ingress = Ingress.start("tollgate.webhook.endpoints.shop-live.secrets=" + LIVE);
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @AfterEach
    void close() {
        log.close();
    }

    private double count(String endpoint, Cause cause) {
        return ingress.bean(MeterRegistry.class)
                .counter("tollgate.webhook.wrong.signatures", "endpoint", endpoint, "cause", cause.label())
                .count();
    }

    /** It is looked at ten times a second at most. */
    private void awaitCause(String endpoint, byte[] body, String signature, Cause cause, String reason) {
        double before = count(endpoint, cause);
        String path = endpoint.equals("default") ? PATH : PATH + "/" + endpoint;
        await().until(() -> {
            HttpResponse<String> answer = ingress.send(ingress.post(path, body).header("Stripe-Signature", signature));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains(reason).doesNotContain(cause.label(), "connect", "whsec_");
            return count(endpoint, cause) > before;
        });
    }

    private void awaitCause(String endpoint, String body, String secret, Cause cause) {
        awaitCause(
                endpoint,
                body.getBytes(StandardCharsets.UTF_8),
                Signatures.sign(body, secret, Instant.now()),
                cause,
                "no-matching-signature");
    }

    private double uses(String secret) {
        return ingress.bean(MeterRegistry.class)
                .get("tollgate.webhook.secret.uses")
                .tag("fingerprint", Secret.of(secret, "").fingerprint())
                .counter()
                .count();
    }

    @Test
    void anotherEndpointsOrTheOtherModesSecret() {
        awaitCause("default", event, Ingress.CONNECT_SECRET, Cause.OTHER_ENDPOINT);
        awaitCause("shop-live", event, Ingress.CONNECT_SECRET, Cause.OTHER_MODE);
        awaitCause("shop-live", event, "whsec_of_nobody", Cause.PERHAPS_OTHER_MODE);
        awaitCause("default", event, "whsec_of_nobody", Cause.UNKNOWN);
        awaitCause("default", event, Ingress.SECRET.substring("whsec_".length()), Cause.ALTERED_SECRET);
    }

    @Test
    void aBodyThatIsNoUtf8AnyMore() throws Exception {
        String umlaut = event.replace("pi_1", "pi_é");
        awaitCause(
                "default",
                umlaut.getBytes(StandardCharsets.ISO_8859_1),
                Signatures.sign(umlaut, Ingress.SECRET, Instant.now()),
                Cause.CHANGED_BODY,
                "not-an-event");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(event.getBytes(StandardCharsets.UTF_8));
        }
        awaitCause(
                "default",
                zipped.toByteArray(),
                Signatures.sign(event, Ingress.SECRET, Instant.now()),
                Cause.CHANGED_BODY,
                "not-an-event");
    }

    @Test
    void aClockThatIsOffAndAnOldRequestThatNeedNoSecret() {
        double before = uses(Ingress.OLD_SECRET);
        byte[] body = event.getBytes(StandardCharsets.UTF_8);
        awaitCause(
                "default",
                body,
                Signatures.sign(event, Ingress.OLD_SECRET, Instant.now().plus(Duration.ofHours(1))),
                Cause.CLOCK_SKEW,
                "timestamp-out-of-tolerance");
        awaitCause(
                "default",
                body,
                Signatures.sign(event, Ingress.OLD_SECRET, Instant.now().minus(Duration.ofHours(1))),
                Cause.OLD_EVENT,
                "timestamp-out-of-tolerance");

        assertThat(log.text()).contains("s ahead of this machine's clock").containsPattern("but 360\\d s ago");
        assertThat(uses(Ingress.OLD_SECRET)).as("of what was let in").isEqualTo(before);
    }
}
