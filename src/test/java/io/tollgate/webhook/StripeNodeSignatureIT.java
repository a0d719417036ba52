package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signatures of another implementation: Stripe's library for Node. */
class StripeNodeSignatureIT {
    private static final Path SCRIPTS = Path.of("src/test/node");

    @BeforeAll
    static void install() throws Exception {
        Node.assume();
        Node.npmCi(SCRIPTS);
    }

    @Test
    void anEventThatStripeNodeSignedIsAccepted() throws Exception {
        String id = Ingress.newId();
        String event = Ingress.event(id).replace("pi_1", "pi_Zoë_🎟️");
        try (Ingress ingress = Ingress.start()) {
            String signature = sign(event, Ingress.SECRET);

            assertThat(signature).matches("t=[0-9]+,v1=[0-9a-f]{64}.*");
            assertThat(ingress.post("/webhooks/stripe", event, signature).body())
                    .isEqualTo("{\"received\":true,\"id\":\"" + id + "\",\"duplicate\":false}");
            assertThat(ingress.post("/webhooks/stripe", event.replace("1099", "1199"), signature)
                            .body())
                    .contains("no-matching-signature");
            assertThat(ingress.post("/webhooks/stripe", event, sign(event, "whsec_other"))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    private static String sign(String payload, String secret) throws IOException, InterruptedException {
        Process script = Node.start(SCRIPTS, "sign.js", secret);
        try (OutputStream in = script.getOutputStream()) {
            in.write(payload.getBytes(StandardCharsets.UTF_8));
        }
        String header = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).isZero();
        return header;
    }
}
