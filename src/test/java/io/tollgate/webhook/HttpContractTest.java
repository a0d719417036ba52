package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.Copies;
import io.tollgate.support.RawHttp;
import io.tollgate.support.Signatures;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The table of answers, over real sockets into a real database. */
@ExtendWith(OutputCaptureExtension.class)
class HttpContractTest {
    private static final String PATH = "/webhooks/stripe";
    private static Ingress ingress;

    private final String id = Ingress.newId();
    private final String event = Ingress.event(id);

    @BeforeAll
    static void start() {
        ingress = Ingress.start();
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @Test
    void storesASignedEventAndThenAnswers() throws Exception {
        HttpResponse<String> answer = ingress.postSigned(event);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"received\":true,\"id\":\"" + id + "\",\"duplicate\":false}");
        var row = ingress.jdbc().queryForMap("SELECT * FROM tollgate.inbox WHERE id = ?", id);
        assertThat(row)
                .containsEntry("type", "payment_intent.succeeded")
                .containsEntry("endpoint", "default")
                .containsEntry("livemode", false)
                .containsEntry("created", 1767225600L)
                .containsEntry("api_version", "2025-01-27.acacia")
                .containsEntry("object_id", "pi_1")
                .containsEntry("account", null);
        assertThat((byte[]) row.get("payload")).isEqualTo(event.getBytes(StandardCharsets.UTF_8));
    }

    /** As this file was shipped before its onException stood in a route configuration. */
    @Test
    void anOnExceptionAtTheTopOfReceiveAnswersTheSame(@TempDir Path routes) throws Exception {
        String shipped = Files.readString(Path.of("routes/receive.camel.yaml"));
        Files.writeString(
                routes.resolve("receive.camel.yaml"),
                """
                - onException:
                    id: refuse
                    exception:
                      - java.lang.Throwable
                    handled:
                      constant:
                        expression: "true"
                    steps:
                      - process:
                          id: answer-refused
                          ref: refusal
                """
                        + shipped.substring(shipped.indexOf("- route:"))
                                .replace("    routeConfigurationId: refusals\n", ""));

        try (Ingress before = Ingress.start("tollgate.routes=" + routes)) {
            for (String body : List.of(event, "no event")) {
                HttpResponse<String> answer = before.postSigned(body);
                HttpResponse<String> today = ingress.postSigned(body);
                assertThat(answer.statusCode()).isEqualTo(today.statusCode());
                assertThat(answer.body()).isEqualTo(today.body());
            }
            assertThat(before.stored(id)).isEqualTo(1);
        }
    }

    @Test
    void acknowledgesADuplicateAsOne() throws Exception {
        ingress.postSigned(event);

        HttpResponse<String> again = ingress.postSigned(event);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo("{\"received\":true,\"id\":\"" + id + "\",\"duplicate\":true}");
        assertThat(ingress.stored(id)).isEqualTo(1);
    }

    /** Of a thin event Stripe lists more than it posts, and it may post it after it was listed. */
    @Test
    void takesWhatWasReconciledForTheSameEventWhenItComesLate() throws Exception {
        MeterRegistry metrics = ingress.bean(MeterRegistry.class);
        Counter same = metrics.get("tollgate.inbox.copies").tag("kind", "same").counter();
        double others =
                metrics.get("tollgate.inbox.duplicates.different").counter().count();
        double before = same.count();
        ingress.postSigned(event);
        ingress.jdbc().update("UPDATE tollgate.inbox SET source = 'reconciled' WHERE id = ?", id);

        ingress.postSigned(event.replace("1099", "1100"));

        await().atMost(Duration.ofSeconds(20)).until(() -> same.count() > before);
        assertThat(metrics.get("tollgate.inbox.duplicates.different").counter().count())
                .isEqualTo(others);
    }

    /** Stripe's ids are unique; those of its old Dashboard's test events were not, and a program's own need not be. */
    @Test
    void saysWhenADuplicateIsAnotherEvent(CapturedOutput output) throws Exception {
        Counter others = ingress.bean(MeterRegistry.class)
                .get("tollgate.inbox.duplicates.different")
                .counter();
        double before = others.count();
        ingress.postSigned(event);
        ingress.postSigned(event);
        ingress.postSigned(event.replace("\"object\": \"event\",", "\"pending_webhooks\": 2, \"object\": \"event\","));
        // to a second endpoint, while a team moves to another API version: the same event in another shape
        ingress.postSigned(event.replace("2025-01-27.acacia", "2020-08-27").replace("1099", "null"));
        ingress.postSigned(event.replace("1099", "1100"));
        ingress.postSigned(event.replace("payment_intent.succeeded", "charge.dispute.created"));

        await().atMost(Duration.ofSeconds(20)).until(() -> others.count() >= before + 2);
        ingress.jdbc().update("UPDATE tollgate.inbox SET payload = NULL WHERE id = ?", id);
        ingress.postSigned(event);
        ingress.postSigned(event.replace("payment_intent.succeeded", "charge.refunded"));
        await("also once retention has been there")
                .atMost(Duration.ofSeconds(20))
                .until(() -> others.count() >= before + 3);

        assertThat(others.count()).isEqualTo(before + 3);
        assertThat(output.getOut().lines().filter(line -> line.contains(id) && line.contains("WARN")))
                .singleElement()
                .asString()
                .contains("came again with another body");
        assertThat(ingress.stored(id)).isEqualTo(1);
    }

    /** While a team moves to another API version it has two endpoints, and each event comes at both. */
    @Test
    void theFirstCopyCountsAndTheOthersAreShownWithIt() throws Exception {
        String newer = event.replace("2025-01-27.acacia", "2026-07-29.dahlia").replace("1099", "null");
        double before = copies("other-version");
        ingress.postSigned(event);
        ingress.postSigned(event);
        assertThat(ingress.postSigned(PATH + "/connect", newer, Ingress.CONNECT_SECRET)
                        .body())
                .contains("\"duplicate\":true");
        await().atMost(Duration.ofSeconds(20)).until(() -> copies("other-version") == before + 1);
        ingress.postSigned(PATH + "/connect", event, Ingress.CONNECT_SECRET);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ingress.bean(Copies.class).of(id).size() == 2);

        assertThat(ingress.bean(Copies.class).of(id))
                .extracting(Copies.Copy::endpoint, Copies.Copy::apiVersion, Copies.Copy::kind, Copies.Copy::times)
                .containsExactly(
                        tuple("connect", "2025-01-27.acacia", "same", 1),
                        tuple("connect", "2026-07-29.dahlia", "other-version", 1));
        assertThat(ingress.jdbc().queryForMap("SELECT endpoint, api_version FROM tollgate.inbox WHERE id = ?", id))
                .containsEntry("endpoint", "default")
                .containsEntry("api_version", "2025-01-27.acacia");
    }

    private static double copies(String kind) {
        return ingress.bean(MeterRegistry.class)
                .get("tollgate.inbox.copies")
                .tag("kind", kind)
                .counter()
                .count();
    }

    @Test
    void fiftyAtOnceAreOneEvent() throws Exception {
        Callable<HttpResponse<String>> post = () -> ingress.postSigned(event);
        var threads = Executors.newFixedThreadPool(50);
        try {
            List<HttpResponse<String>> answers = threads.invokeAll(Collections.nCopies(50, post)).stream()
                    .map(HttpContractTest::result)
                    .toList();

            assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(200);
            assertThat(answers)
                    .filteredOn(answer -> answer.body().contains("\"duplicate\":false"))
                    .hasSize(1);
            assertThat(ingress.stored(id)).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void storesEmojiAsTheyCame() throws Exception {
        String emoji = event.replace("pi_1", "pi_🎟️");

        assertThat(ingress.postSigned(emoji).statusCode()).isEqualTo(200);
        assertThat(ingress.jdbc().queryForObject("SELECT payload FROM tollgate.inbox WHERE id = ?", byte[].class, id))
                .isEqualTo(emoji.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void storesAThinEvent() throws Exception {
        String thin = """
                {"id":"%s","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered","livemode":true,
                 "created":"2024-09-17T06:20:52.246Z","related_object":{"id":"mtr_1","type":"billing.meter"}}""".formatted(id);

        assertThat(ingress.postSigned(thin).statusCode()).isEqualTo(200);
        assertThat(ingress.jdbc().queryForMap("SELECT * FROM tollgate.inbox WHERE id = ?", id))
                .containsEntry("created", 1726554052L)
                .containsEntry("object_id", "mtr_1")
                .containsEntry("livemode", true);
    }

    @Test
    void acceptsEachOfTheSecretsOfARotation() throws Exception {
        assertThat(ingress.postSigned(PATH, event, Ingress.OLD_SECRET).statusCode())
                .isEqualTo(200);

        Instant now = Instant.now();
        String unknown = Signatures.sign(event, "whsec_newer_than_ours", now);
        String known = Signatures.sign(event, Ingress.SECRET, now);
        String both = unknown + known.substring(known.indexOf(",")) + ",v0=6ffbb59b2300aae63f272406069a9788";
        assertThat(ingress.post(PATH, event, both).statusCode()).isEqualTo(200);
    }

    @Test
    void rejectsAFlippedByte() throws Exception {
        String signature = Signatures.sign(event, Ingress.SECRET, Instant.now());

        assertRejected(ingress.post(PATH, event.replace("1099", "1199"), signature), "no-matching-signature");
    }

    @Test
    void rejectsTheSecretOfAnotherEndpoint() throws Exception {
        assertRejected(ingress.postSigned(PATH, event, Ingress.CONNECT_SECRET), "no-matching-signature");
    }

    @ParameterizedTest
    @ValueSource(longs = {-310, 310})
    void rejectsATimestampFromBeforeOrAfterTheTolerance(long seconds) throws Exception {
        Instant then = Instant.now().plusSeconds(seconds);

        assertRejected(
                ingress.post(PATH, event, Signatures.sign(event, Ingress.SECRET, then)), "timestamp-out-of-tolerance");
        assertRejected(ingress.post(PATH, event, Signatures.sign(event, "whsec_wrong", then)), "no-matching-signature");
    }

    @Test
    void anEndpointHasAToleranceOfItsOwn() throws Exception {
        Instant then = Instant.now().minusSeconds(100);

        assertRejected(
                ingress.post(PATH + "/connect", event, Signatures.sign(event, Ingress.CONNECT_SECRET, then)),
                "timestamp-out-of-tolerance");
    }

    @Test
    void rejectsARequestWithoutSignature() throws Exception {
        assertRejected(ingress.send(ingress.post(PATH, event.getBytes(StandardCharsets.UTF_8))), "missing-signature");
        assertRejected(ingress.post(PATH, event, " "), "missing-signature");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t",
                "t=abc",
                "t=",
                "t=1",
                "v1=aa",
                "t=1,v0=aa",
                "t=99999999999999999999,v1=aa",
                "t=-5,v1=aa",
                "t=1,v1",
                "t=1,t=2,v1=aa",
                ",",
                "=",
                "t=9223372036854775807,v1=aa",
                "bearer",
                "t=1;v1=aa",
                "t=1,v1=aa,",
                "t=٣,v1=aa"
            })
    void rejectsAMalformedSignature(String signature) throws Exception {
        byte[] request = ("POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nConnection: close\r\nStripe-Signature: "
                        + signature + "\r\nContent-Length: " + event.length() + "\r\n\r\n" + event)
                .getBytes(StandardCharsets.UTF_8);

        RawHttp.Answer answer = RawHttp.send(ingress.port(), request);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer.body()).path("reason").asText()).isEqualTo("malformed-signature");
    }

    @Test
    void rejectsASecondSignatureHeader() throws Exception {
        String signature = Signatures.sign(event, Ingress.SECRET, Instant.now());

        assertRejected(
                ingress.send(ingress.post(PATH, event.getBytes(StandardCharsets.UTF_8))
                        .header("Stripe-Signature", "t=1,v1=aa")
                        .header("Stripe-Signature", signature)),
                "malformed-signature");
    }

    /** As what is on the way may write a list. */
    @Test
    void readsASignatureOnTwoLines() throws Exception {
        String[] parts = Signatures.sign(event, Ingress.SECRET, Instant.now()).split(",");

        HttpResponse<String> answer = ingress.send(ingress.post(PATH, event.getBytes(StandardCharsets.UTF_8))
                .header("Stripe-Signature", parts[0] + " ")
                .header("Stripe-Signature", "v0=old, " + parts[1]));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "[{\"id\":\"evt_1\",\"type\":\"a\"}]", "{", "{}", "null", "7", " "})
    void rejectsASignedBodyThatIsNoEvent(String body) throws Exception {
        assertRejected(ingress.postSigned(body), "not-an-event");
    }

    @Test
    void looksForAnEmptyBodyAndForUtf8First() throws Exception {
        String other = "t=1,v1=aa";
        assertRejected(ingress.post(PATH, "", other), "not-an-event");
        assertRejected(ingress.postSigned(""), "not-an-event");
        assertRejected(
                ingress.send(
                        ingress.post(PATH, new byte[] {'{', (byte) 0xC3, '}'}).header("Stripe-Signature", other)),
                "not-an-event");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void rejectsAnEventInAnotherEncoding(String charset) throws Exception {
        byte[] body = event.getBytes(Charset.forName(charset));
        // as a whole these bytes may well be UTF-8, with many zeros; signed as such
        String signature = Signatures.sign(new String(body, StandardCharsets.UTF_8), Ingress.SECRET, Instant.now());

        assertRejected(ingress.send(ingress.post(PATH, body).header("Stripe-Signature", signature)), "not-an-event");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type | application/x-www-form-urlencoded",
                "Content-Type | multipart/form-data; boundary=x",
                "Content-Type | multipart/form-data",
                "Content-Type | text/plain; charset=utf-16",
                "Content-Type | text/plain; charset=nonsense",
                "Content-Type | not a type",
                "Content-Type | application/x-java-serialized-object",
                "Content-Encoding | gzip",
                "Content-Encoding | deflate",
                "Accept | nothing",
                "endpoint | connect",
                "CamelHttpPath | /webhooks/stripe/connect",
                "X-HTTP-Method-Override | DELETE",
                "Origin | http://example.org"
            })
    void noOtherHeaderMakesADifference(String name, String value) throws Exception {
        String signature = Signatures.sign(event, Ingress.SECRET, Instant.now());

        HttpResponse<String> answer = ingress.send(ingress.post(PATH, event.getBytes(StandardCharsets.UTF_8))
                .header("Stripe-Signature", signature)
                .header(name, value));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ingress.stored(id)).isEqualTo(1);
    }

    @Test
    void rejectsACompressedBody() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(event.getBytes(StandardCharsets.UTF_8));
        }

        assertRejected(
                ingress.send(ingress.post(PATH, zipped.toByteArray())
                        .header("Content-Encoding", "gzip")
                        .header("Stripe-Signature", Signatures.sign(event, Ingress.SECRET, Instant.now()))),
                "not-an-event");
    }

    @Test
    void onlyThePathNamesTheEndpoint() throws Exception {
        HttpResponse<String> toDefault = ingress.postSigned(PATH + "?endpoint=connect&x=%20", event, Ingress.SECRET);
        String second = Ingress.event(id + "b");
        HttpResponse<String> toConnect =
                ingress.postSigned(PATH + "/connect?endpoint=default", second, Ingress.CONNECT_SECRET);

        assertThat(toDefault.statusCode()).isEqualTo(200);
        assertThat(toConnect.statusCode()).isEqualTo(200);
        assertThat(ingress.jdbc()
                        .queryForList(
                                "SELECT endpoint FROM tollgate.inbox WHERE id IN (?, ?) ORDER BY id",
                                String.class,
                                id,
                                id + "b"))
                .containsExactly("default", "connect");
    }

    @Test
    void sendsNothingOfTheRequestBack() throws Exception {
        String signature = Signatures.sign(event, Ingress.SECRET, Instant.now());
        for (String sent : List.of(signature, "t=1,v1=echo")) {
            HttpResponse<String> answer =
                    ingress.send(ingress.post(PATH + "?parameter=echo", event.getBytes(StandardCharsets.UTF_8))
                            .header("Stripe-Signature", sent)
                            .header("X-Echo", "echo")
                            .header("Cookie", "echo=echo")
                            .header("Content-Type", "text/echo"));

            assertThat(answer.headers().map().keySet())
                    .containsAnyOf("content-type")
                    .isSubsetOf("content-type", "content-length", "date", "connection", "keep-alive");
            assertThat(answer.headers().map().toString() + answer.body()).doesNotContain("echo");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webhooks/stripe/unknown",
                "/webhooks/stripe/",
                "/webhooks/stripe/connect/",
                "/webhooks/stripe/connect/deeper",
                "/webhooks/stripe/Connect",
                "/webhooks/stripes",
                "/webhooks",
                "/webhooks/other"
            })
    void knowsNoOtherPath(String path) throws Exception {
        HttpResponse<String> answer = ingress.postSigned(path, event, Ingress.SECRET);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertProblem(answer);
        assertThat(ingress.stored(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"})
    void takesPostOnly(String method) throws Exception {
        for (String path : List.of(PATH, PATH + "/connect")) {
            HttpResponse<String> answer =
                    ingress.send(ingress.request(path).method(method, BodyPublishers.ofString(event)));

            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).contains("POST");
        }
    }

    @Test
    void refusesTrace() throws Exception {
        assertThat(RawHttp.send(ingress.port(), ascii("TRACE " + PATH + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                        .status())
                .isEqualTo(405);
    }

    @Test
    void aBodyThatCannotBeReadIsNoEvent() throws Exception {
        String start = "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nStripe-Signature: t=1,v1=aa\r\n";
        for (String rest : List.of(
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n5\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
                "Content-Length: 100\r\n\r\n{}")) {
            RawHttp.Answer answer = RawHttp.send(ingress.port(), ascii(start + rest));

            assertThat(answer.status()).as(rest).isEqualTo(400);
            assertThat(json(answer.body()).path("reason").asText()).as(rest).isEqualTo("not-an-event");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void assertRejected(HttpResponse<String> answer, String reason) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(assertProblem(answer).path("reason").asText()).isEqualTo(reason);
        assertThat(ingress.stored(id)).isZero();
    }

    private static JsonNode assertProblem(HttpResponse<String> answer) throws Exception {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(answer.statusCode());
        assertThat(problem.path("type").asText()).isEqualTo("about:blank");
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).endsWith(".");
        return problem;
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
