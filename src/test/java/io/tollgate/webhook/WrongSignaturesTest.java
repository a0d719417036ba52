package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.CapturedLog;
import io.tollgate.support.Signatures;
import io.tollgate.support.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WrongSignaturesTest {
    private static final String SECRET = "whsec_of_default";
    private static final String CONNECT = "whsec_of_connect";
    private static final String TEST = "whsec_of_test";
    /** As Stripe prints it. */
    private static final String EVENT = """
            {
              "id": "evt_1",
              "object": "event",
              "api_version": null,
              "data": {
                "object": {
                  "id": "ch_1",
                  "object": "charge",
                  "amount": 1099,
                  "fraction": 1.50,
                  "items": [
                    1,
                    {
                      "nothing": null
                    }
                  ],
                  "metadata": {},
                  "name": "André \\u0000 \\"田中\\" a/b 🎟️ \\\\/",
                  "none": []
                }
              },
              "livemode": false,
              "type": "charge.updated"
            }""";

    private static HikariDataSource database;

    private final CapturedLog log = CapturedLog.of(WrongSignatures.class);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final WebhookProperties properties = TestSecrets.properties(new TreeMap<>(Map.of(
            "default", TestSecrets.endpoint("whsec_old=", SECRET, "whsec_whsec_twice"),
            "connect", TestSecrets.endpoint(CONNECT),
            "shop-test", TestSecrets.endpoint(TEST),
            "shop-live", TestSecrets.endpoint("whsec_of_live"))));
    private final EndpointSecrets secrets = TestSecrets.of(properties, metrics);
    private final SecretUses uses = new SecretUses(secrets, TestInbox.signingSecrets(database), "here:1", metrics);
    private final WrongSignatures wrong =
            new WrongSignatures(properties, new SignatureFindings(secrets, uses), metrics);

    @BeforeAll
    static void open() {
        database = TestDatabase.newInbox();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @AfterEach
    void close() {
        log.close();
        secrets.close();
        uses.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void look(String endpoint, byte[] received, String signed, String secret) {
        wrong.look(received, SignatureHeader.parse(Signatures.sign(signed, secret, Instant.now())), endpoint);
    }

    private double count(String endpoint, String cause) {
        return metrics.counter("tollgate.webhook.wrong.signatures", "endpoint", endpoint, "cause", cause)
                .count();
    }

    /** More often than ten times a second nothing is looked at. */
    private void awaitCause(String received, String signed, String secret, String cause) {
        awaitCause("default", bytes(received), signed, secret, cause);
    }

    private void awaitCause(String endpoint, byte[] received, String signed, String secret, String cause) {
        double before = count(endpoint, cause);
        await().until(() -> {
            look(endpoint, received, signed, secret);
            return count(endpoint, cause) > before;
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

    /** Its bytes, a thousand brackets around small values, would have some 2 KB each where they are indented. */
    @ParameterizedTest
    @CsvSource({"1000000, 0", "200000, 0", "250000, {\"a\":0}"})
    void aStrangersBodyTakesLittleMemoryHoweverItIsMade(int size, String value) {
        String values = (value + ",").repeat(size / (value.length() + 1)) + value;
        byte[] body = bytes("[".repeat(990) + values + "]".repeat(990));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        look("default", body, "{}", "whsec_of_nobody");

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100 << 20);
    }

    @Test
    void namesTheOtherModesSecretByWhatTheEndpointHasVerified() {
        uses.count("default", List.of(secrets.of("default").get(1)), true, Instant.now());

        awaitCause(EVENT, EVENT, CONNECT, "other-mode");

        assertThat(log.text())
                .contains("endpoint=default A test event was signed with the secret of endpoint 'connect', and endpoint"
                        + " 'default' is for live ones: let Stripe post it to /webhooks/stripe/connect");
    }

    @Test
    void namesTheOtherModesSecretByTheEndpointsName() {
        String live = EVENT.replace("\"livemode\": false", "\"livemode\": true");
        awaitCause("shop-test", bytes(live), live, "whsec_of_live", "other-mode");
        awaitCause("shop-live", bytes(EVENT), EVENT, TEST, "other-mode");
        awaitCause("shop-live", bytes(live), live, TEST, "other-endpoint");
    }

    @Test
    void whoSignsWithAnUnknownSecretPerhapsHasTheOtherModes() {
        uses.count("default", List.of(secrets.of("default").get(1)), true, Instant.now());

        awaitCause(EVENT, EVENT, "whsec_of_nobody", "perhaps-other-mode");
        assertThat(log.text())
                .contains("No secret fits what calls itself a test event, and this endpoint is for live ones");

        uses.count("default", List.of(secrets.of("default").get(1)), false, Instant.now());
        awaitCause(EVENT, EVENT, "whsec_of_nobody", "unknown");
    }

    @Test
    void theModesOfBeforeARestartCount() {
        uses.count("connect", secrets.of("connect"), true, Instant.now());
        uses.report();
        try (SecretUses restarted =
                new SecretUses(secrets, TestInbox.signingSecrets(database), "here:1", new SimpleMeterRegistry())) {
            assertThat(restarted.modes("connect").live()).isFalse();
            restarted.report();
            assertThat(restarted.modes("connect").live()).isTrue();
            assertThat(restarted.modes("connect").test()).isFalse();
        }
    }

    static Stream<Arguments> changes() throws IOException {
        ObjectMapper json = new ObjectMapper();
        String written = json.readTree(EVENT).toString().replace("1.5,", "1.50,");
        String thin = "{\"id\":\"evt_1\",\"fraction\":1.50,\"name\":\"é\",\"items\":[1,{\"nothing\":null}]}";
        String sorted = JsonMapper.builder()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build()
                .writeValueAsString(json.readValue(EVENT, Map.class))
                .replace("1.5,", "1.50,");
        String latin = EVENT.replaceAll("[^\\x{0}-\\x{FF}]", "");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes(EVENT));
        }
        String escaped =
                EVENT.replace("é", "\\u00e9").replace("田中", "\\u7530\\u4e2d").replace("🎟️", "\\ud83c\\udf9f\\ufe0f");
        Charset windows = Charset.forName("windows-1252");
        return Stream.of(
                Arguments.of(bytes("\uFEFF" + EVENT), EVENT, "a byte order mark was put in front"),
                Arguments.of(bytes(EVENT + "\n"), EVENT, "a line end was added"),
                Arguments.of(bytes(EVENT + "\r\n"), EVENT, "a line end was added"),
                Arguments.of(bytes(EVENT), EVENT + "\n", "its last line end was left out"),
                Arguments.of(bytes(EVENT.replace("\n", "\r\n")), EVENT, "made those of Windows"),
                Arguments.of(zipped.toByteArray(), EVENT, "it was compressed"),
                Arguments.of(bytes(new String(bytes(EVENT), StandardCharsets.ISO_8859_1)), EVENT, "read as ISO-8859-1"),
                Arguments.of(bytes(new String(bytes("{\"a\":\"é€\"}"), windows)), "{\"a\":\"é€\"}", "or windows-1252"),
                Arguments.of(latin.getBytes(StandardCharsets.ISO_8859_1), latin, "another encoding than UTF-8"),
                Arguments.of("{\"a\":\"é€\"}".getBytes(windows), "{\"a\":\"é€\"}", "another encoding than UTF-8"),
                Arguments.of(EVENT.getBytes(StandardCharsets.UTF_16), EVENT, "another encoding than UTF-8"),
                Arguments.of(EVENT.getBytes(StandardCharsets.UTF_16LE), EVENT, "another encoding than UTF-8"),
                Arguments.of(bytes(EVENT.replace("a/b", "a\\/b")), EVENT, "its slashes were escaped"),
                Arguments.of(bytes(escaped), EVENT, "its letters were escaped, as \\uXXXX"),
                Arguments.of(
                        bytes(escaped.replace("u00e9", "u00E9").replace("u4e2d", "u4E2D")),
                        EVENT,
                        "letters were escaped"),
                Arguments.of(bytes(EVENT), escaped, "its escapes, \\uXXXX, were written as letters"),
                Arguments.of(bytes(written), EVENT, "it was read as JSON and written anew."),
                Arguments.of(bytes(written.replace("a/b", "a\\/b").replace("é", "\\u00e9")), EVENT, "written anew."),
                Arguments.of(bytes(written), escaped, "it was read as JSON and written anew."),
                Arguments.of(
                        bytes(json.readTree(thin).toPrettyString().replace("1.5,", "1.50,")),
                        thin,
                        "JSON and indented"),
                Arguments.of(bytes(sorted), EVENT, "with its fields in another order"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("changes")
    void saysHowABodyWasChanged(byte[] received, String signed, String how) {
        awaitCause("default", received, signed, SECRET, "changed-body");

        assertThat(log.text()).contains("endpoint=default A body was changed on its way", how);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "of_default | without its whsec_",
                "`'whsec_of_default'` | with quotes around it",
                "`\"whsec_of_default\"` | with quotes around it",
                "`whsec_of_default\n` | with a line end or a space around it",
                "` whsec_of_default` | with a line end or a space around it",
                "whsec_whsec_of_default | with one whsec_ more or less in front",
                "whsec_twice | with one whsec_ more or less in front",
                "whsec_old | without the characters =, -, _, + or / behind it"
            })
    void saysHowASecretWasGotWrong(String signedWith, String how) {
        awaitCause(EVENT, EVENT, signedWith, "altered-secret");

        assertThat(log.text()).contains("A request was signed with a secret of this endpoint " + how);
        assertThat(log.text()).doesNotContain("of_default");
    }

    @Test
    void saysByHowMuchTheTimeIsOff() {
        wrong.outOfTime("default", -4000);
        wrong.outOfTime("default", 90000);

        assertThat(count("default", "clock-skew")).isEqualTo(1);
        assertThat(count("default", "old-event")).isEqualTo(1);
        assertThat(log.text())
                .contains("endpoint=default A request was signed right, 4000 s ahead of this machine's clock: set")
                .contains("endpoint=default A request was signed right, but 90000 s ago");
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
            look("default", bytes(EVENT), EVENT, CONNECT);
        }
        double tenths = (System.nanoTime() - start) / 1e8;

        assertThat(count("default", "other-endpoint")).isBetween(1.0, tenths + 1);
        assertThat(count("default", "other-endpoint") + count("default", "unknown"))
                .isEqualTo(2000);
    }

    @Test
    void largeBodiesMakeItWorkATwentiethOfTheTimeAtMost() throws Exception {
        String compact = "{\"a\":[" + "\"a/b\",1.50,".repeat(5_000) + "2]}";
        byte[] indented =
                bytes(new ObjectMapper().readTree(compact).toPrettyString().replace("1.5,", "1.50,"));
        long begun = System.nanoTime();
        look("default", indented, compact, SECRET);
        long end = System.nanoTime();
        assertThat(count("default", "changed-body")).isEqualTo(1);
        assertThat(10 * (end - begun)).as("longer than the least pause").isGreaterThan(200_000_000);

        while (System.nanoTime() - end < 10 * (end - begun)) {
            look("default", indented, compact, SECRET);
        }
        assertThat(count("default", "changed-body")).isEqualTo(1);
    }
}
