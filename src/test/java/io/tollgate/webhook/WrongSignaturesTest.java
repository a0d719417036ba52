package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.support.CapturedLog;
import io.tollgate.support.Signatures;
import io.tollgate.webhook.WebhookProperties.Endpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class WrongSignaturesTest {
    private static final String SECRET = "whsec_of_default";
    private static final String CONNECT = "whsec_of_connect";
    /** As Stripe prints it. */
    private static final String EVENT = """
            {
              "id": "evt_1",
              "object": "event",
              "data": {
                "object": {
                  "amount": 1099,
                  "fraction": 1.50,
                  "name": "André \\u0000 \\"田中\\" a/b",
                  "items": [
                    1,
                    {
                      "nothing": null
                    }
                  ],
                  "none": [],
                  "metadata": {}
                }
              },
              "livemode": false
            }""";

    private final CapturedLog log = CapturedLog.of(WrongSignatures.class);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final WrongSignatures wrong = new WrongSignatures(
            new WebhookProperties(
                    DataSize.ofMegabytes(1),
                    16,
                    DataSize.ofMegabytes(64),
                    Duration.ofSeconds(10),
                    Map.of(
                            "default", new Endpoint(List.of("whsec_old", SECRET), Duration.ofMinutes(5)),
                            "connect", new Endpoint(List.of(CONNECT), Duration.ofMinutes(5)))),
            metrics);

    @AfterEach
    void close() {
        log.close();
    }

    private void look(String received, String signed, String secret) {
        wrong.look(
                received.getBytes(StandardCharsets.UTF_8),
                SignatureHeader.parse(Signatures.sign(signed, secret, Instant.now())),
                "default");
    }

    private double count(String cause) {
        return metrics.counter("tollgate.webhook.wrong.signatures", "endpoint", "default", "cause", cause)
                .count();
    }

    /** More often than ten times a second nothing is looked at. */
    private void awaitCause(String received, String signed, String secret, String cause) {
        double before = count(cause);
        await().until(() -> {
            look(received, signed, secret);
            return count(cause) > before;
        });
    }

    @Test
    void namesTheEndpointWhoseSecretItIs() {
        awaitCause(EVENT, EVENT, CONNECT, "other-endpoint");

        assertThat(log.text())
                .contains(
                        "endpoint=default A request was signed with the secret of endpoint 'connect'",
                        "/webhooks/stripe/connect");
        assertThat(log.text()).doesNotContain(CONNECT, "1099");
    }

    @Test
    void saysHowABodyWasChanged() throws Exception {
        String compact = "{\"id\":\"evt_1\",\"fraction\":1.50,\"items\":[1,{\"nothing\":null}]}";

        awaitCause(
                new ObjectMapper().readTree(EVENT).toString().replace("1.5,", "1.50,"), EVENT, SECRET, "changed-body");
        awaitCause(
                new ObjectMapper().readTree(compact).toPrettyString().replace("1.5,", "1.50,"),
                compact,
                SECRET,
                "changed-body");
        awaitCause(EVENT + "\n", EVENT, SECRET, "changed-body");
        awaitCause(EVENT + "\r\n", EVENT, SECRET, "changed-body");
        awaitCause(EVENT, EVENT + "\n", SECRET, "changed-body");
        awaitCause(EVENT.replace("\n", "\r\n"), EVENT, "whsec_old", "changed-body");

        assertThat(log.text())
                .contains(
                        "A body was changed on its way, which a signature does not allow: it was read as JSON and written anew");
    }

    @Test
    void saysNothingOfWhoKnowsNoSecret() {
        awaitCause(EVENT, EVENT, "whsec_of_nobody", "unknown");
        awaitCause(EVENT.replace("1099", "1"), EVENT, SECRET, "unknown");
        awaitCause("{", EVENT, SECRET, "unknown");

        assertThat(log.text()).doesNotContain("endpoint=default");
    }

    @Test
    void aFloodMakesItWorkTenTimesASecondAtMost() {
        long start = System.nanoTime();
        for (int i = 0; i < 2000; i++) {
            look(EVENT, EVENT, CONNECT);
        }
        double tenths = (System.nanoTime() - start) / 1e8;

        assertThat(count("other-endpoint")).isBetween(1.0, tenths + 1);
        assertThat(count("other-endpoint") + count("unknown")).isEqualTo(2000);
    }
}
