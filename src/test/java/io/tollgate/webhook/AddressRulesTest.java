package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tollgate.support.CapturedLog;
import io.tollgate.support.RawHttp;
import io.tollgate.support.Signatures;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What may be sent from where, over HTTP, behind a proxy that is on this machine. */
class AddressRulesTest {
    private static final String STRIPE = "3.18.12.63";
    private static final int RATE = 1;
    private static final String NOBODY = "whsec_of_nobody";

    @TempDir
    private static Path folder;

    private static Path list;
    private static Ingress ingress;

    @BeforeAll
    static void start() throws Exception {
        list = Files.writeString(
                folder.resolve("list.json"), "{\"WEBHOOKS\": [\"" + STRIPE + "\", \"2001:db8::/32\"]}");
        ingress = Ingress.start(
                "tollgate.webhook.proxies=127.0.0.1, 10.0.0.0/8",
                "tollgate.webhook.source-addresses-file=" + list,
                "tollgate.webhook.rate=" + RATE,
                "tollgate.webhook.endpoints.default.source-addresses=block",
                "tollgate.webhook.endpoints.connect.source-addresses=warn",
                "tollgate.webhook.endpoints.open.secrets=whsec_open");
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @Test
    void aStrangerIsRefusedBeforeItsBodyIsRead() throws Exception {
        double before = requests("default", "foreign-address");
        // no byte of a body that is announced, and an answer all the same
        String head =
                "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.10\r\nContent-Length: 1000\r\n"
                        + "Stripe-Signature: t=1,v1=" + "0".repeat(64) + "\r\n\r\n";
        assertThat(RawHttp.send(ingress.port(), head.getBytes(StandardCharsets.US_ASCII))
                        .status())
                .isEqualTo(403);
        assertThat(requests("default", "foreign-address") - before).isEqualTo(1);
        String id = Ingress.newId();
        HttpResponse<String> answer = post("/webhooks/stripe", Ingress.event(id), Ingress.SECRET, "192.0.2.10");
        assertThat(answer.statusCode()).as("signed right or not").isEqualTo(403);
        assertThat(answer.body()).doesNotContain("\"reason\"").contains("takes nothing from this address");
        assertThat(ingress.stored(id)).isZero();
    }

    @Test
    void theLogNamesTheClientAndNotTheProxy() throws Exception {
        try (CapturedLog log = CapturedLog.of(RequestCounts.class)) {
            post("/webhooks/stripe/nowhere", "{}", NOBODY, "192.0.2.60");
            assertThat(log.text())
                    .contains("refused endpoint=none client=192.0.2.60 status=404 reason=no-such-endpoint");
        }
    }

    @Test
    void stripesAddressesGetInAndNoClientMakesItselfOne() throws Exception {
        assertThat(blocked(STRIPE)).isFalse();
        assertThat(blocked("192.0.2.1, " + STRIPE + ", 10.1.2.3")).isFalse();
        assertThat(blocked("[2001:db8::5]:443")).isFalse();
        assertThat(blocked("::ffff:" + STRIPE)).isFalse();

        assertThat(blocked(STRIPE + ", 192.0.2.1")).isTrue();
        assertThat(blocked(STRIPE + ", unknown")).isTrue();
        assertThat(blocked(STRIPE + ", 192.0.2.1, 10.1.2.3")).isTrue();
        assertThat(blocked("2001:db9::5")).isTrue();
        assertThat(blocked("")).as("the proxy itself").isTrue();
        HttpRequest.Builder others = signed("/webhooks/stripe", Ingress.event(Ingress.newId()), Ingress.SECRET)
                .header("Forwarded", "for=" + STRIPE)
                .header("X-Real-IP", STRIPE)
                .header("X-Forwarded-For", STRIPE)
                .header("X-Forwarded-For", "192.0.2.1");
        assertThat(ingress.send(others).statusCode()).as("the last line counts").isEqualTo(403);
    }

    @Test
    void anEndpointThatWarnsLetsInAndCounts() throws Exception {
        try (CapturedLog log = CapturedLog.of(AddressRules.class)) {
            double before = foreign("true");
            assertThat(post(
                                    "/webhooks/stripe/connect",
                                    Ingress.event(Ingress.newId()),
                                    Ingress.CONNECT_SECRET,
                                    "192.0.2.20")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(post("/webhooks/stripe/connect", Ingress.event(Ingress.newId()), NOBODY, "192.0.2.21")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(post("/webhooks/stripe/connect", Ingress.event(Ingress.newId()), Ingress.CONNECT_SECRET, STRIPE)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(post("/webhooks/stripe/open", Ingress.event(Ingress.newId()), "whsec_open", "192.0.2.22")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(foreign("true") - before).isEqualTo(1);
            assertThat(foreign("false")).isEqualTo(1);
            assertThat(log.text().lines())
                    .hasSize(2)
                    .anyMatch(
                            line -> line.startsWith("endpoint=connect client=192.0.2.20 is none of Stripe's addresses,"
                                    + " and has sent an event that is signed right"))
                    .anyMatch(line -> line.contains("client=192.0.2.21") && line.endsWith("was refused anyway"));
        }
    }

    @Test
    void whoIsRefusedAgainAndAgainIsAskedToWait() throws Exception {
        String stranger = "192.0.2.30";
        HttpResponse<String> answer = refuse("/webhooks/stripe/open", stranger, 10 * RATE);
        assertThat(answer.statusCode()).isEqualTo(400);
        // it may send some more while this goes on
        for (int i = 0; i < 100 && answer.statusCode() == 400; i++) {
            answer = refuse("/webhooks/stripe/open", stranger, 1);
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(answer.body()).contains("\"status\":429", "Send the event again later");
        assertThat(requests("open", "too-many-requests")).isPositive();
        assertThat(refuse("/webhooks/stripe/open", "192.0.2.31", 1).statusCode())
                .isEqualTo(400);
    }

    /** As often as it is refused: while a secret is wrong, say. */
    @Test
    void stripesAddressesAndWhoHasSignedRightBeforeAreNeverAskedToWait() throws Exception {
        assertThat(refuse("/webhooks/stripe/open", STRIPE, 15 * RATE).statusCode())
                .isEqualTo(400);
        assertThat(refuse("/webhooks/stripe/open", "10.9.9.9", 15 * RATE).statusCode())
                .as("of one's own network, such as a proxy that is not named")
                .isEqualTo(400);
        String known = "192.0.2.40";
        assertThat(post("/webhooks/stripe/open", Ingress.event(Ingress.newId()), "whsec_open", known)
                        .statusCode())
                .isEqualTo(200);
        assertThat(refuse("/webhooks/stripe/open", known, 15 * RATE).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aListThatChangesIsTakenWithoutARestart() throws Exception {
        assertThat(blocked("192.0.2.50")).isTrue();
        Files.writeString(list, STRIPE + "\n2001:db8::/32\n192.0.2.50\n");
        await().until(() -> !blocked("192.0.2.50"));
        Files.writeString(list, "<html>");
        await().until(() -> ingress.bean(MeterRegistry.class)
                        .get("tollgate.webhook.source.addresses.broken")
                        .gauge()
                        .value()
                == 1);
        assertThat(blocked("192.0.2.50")).isFalse();
        assertThat(blocked(STRIPE)).isFalse();
    }

    /** Whoever posts to the gateway from its own machine is a stranger, too, once it is ready; its own warm-up is not. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aWarmUpGetsInAndNobodyElseOfThisMachine(CapturedOutput output) throws Exception {
        try (Ingress warmed = Ingress.start(
                "tollgate.warm-up=2s",
                "tollgate.webhook.source-addresses-file=" + Files.writeString(folder.resolve("other"), STRIPE),
                "tollgate.webhook.endpoints.default.source-addresses=block",
                "tollgate.webhook.endpoints.default.livemode=live",
                "tollgate.webhook.endpoints.default.accounts=acct_1")) {
            assertThat(output)
                    .containsOnlyOnce("Warmed up with ")
                    .doesNotContain("Warmed up with 0", "Not warmed up", "set aside", "reason=foreign");
            assertThat(warmed.postSigned(Ingress.event(Ingress.newId())).statusCode())
                    .isEqualTo(403);
            assertThat(output)
                    .contains(
                            "refused endpoint=default client=127.0.0.1 status=403 reason=foreign-address: This endpoint");
        }
    }

    @Test
    void withoutAListNoEndpointStartsThatAsksForOne() {
        assertThatThrownBy(() -> Ingress.start("tollgate.webhook.endpoints.default.source-addresses=warn"))
                .hasStackTraceContaining("set tollgate.webhook.source-addresses-file to a file of Stripe's addresses");
    }

    private static HttpResponse<String> refuse(String path, String client, int times) throws Exception {
        HttpResponse<String> answer = null;
        for (int i = 0; i < times; i++) {
            answer = post(path, "{}", NOBODY, client);
        }
        return answer;
    }

    private static boolean blocked(String chain) throws Exception {
        int status = post("/webhooks/stripe", Ingress.event(Ingress.newId()), Ingress.SECRET, chain)
                .statusCode();
        assertThat(status).isIn(200, 403);
        return status == 403;
    }

    private static HttpResponse<String> post(String path, String body, String secret, String chain) throws Exception {
        return ingress.send(signed(path, body, secret).header("X-Forwarded-For", chain));
    }

    private static HttpRequest.Builder signed(String path, String body, String secret) {
        return ingress.post(path, body.getBytes(StandardCharsets.UTF_8))
                .header("Stripe-Signature", Signatures.sign(body, secret, Instant.now()));
    }

    private static double requests(String endpoint, String outcome) {
        return count("tollgate.webhook.requests", Tags.of("endpoint", endpoint, "outcome", outcome));
    }

    private static double foreign(String signed) {
        return count("tollgate.webhook.foreign.addresses", Tags.of("endpoint", "connect", "signed", signed));
    }

    private static double count(String name, Tags tags) {
        return ingress.bean(MeterRegistry.class).counter(name, tags).count();
    }
}
