package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.Stripe;
import com.stripe.model.Event;
import com.stripe.model.v2.core.EventNotification;
import io.tollgate.inbox.EventTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendTest {
    private static final String SECRET = "whsec_right";

    @TempDir
    private Path data;

    private RecordingGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new RecordingGateway(SECRET);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.cli.SamplesTest#typesAndVersions")
    void postsASignedEventOfTheTypeAndVersion(String type, String version) {
        Run run = send(type, "--api-version", version);
        assertThat(run.exitCode()).isZero();
        assertThat(gateway.events()).extracting(Event::getType).containsExactly(type);
        assertThat(gateway.events()).extracting(Event::getApiVersion).containsExactly(version);
        assertThat(run.out()).startsWith("200 " + gateway.events().get(0).getId() + " ");
    }

    @Test
    void sendsTheVersionOfTodayUnlessAskedForAnotherThatThereIs() {
        assertThat(send("charge.refunded").exitCode()).isZero();
        assertThat(gateway.events()).extracting(Event::getApiVersion).containsExactly(Stripe.API_VERSION);
        Run unknown = send("charge.refunded", "--api-version", "2019-12-03");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("There are no samples as of API version 2019-12-03. There are: " + Stripe.API_VERSION
                        + ", 2020-08-27");
        assertThat(send("charge.refunded", "--file", "any", "--api-version", "2020-08-27")
                        .err())
                .contains("--api-version goes with samples: the event in any has one already");
        assertThat(gateway.events()).hasSize(1);
    }

    @Test
    void saysWhatTheGatewayKnewAlready() {
        assertThat(send("payment_intent.succeeded").out()).endsWith(" stored" + System.lineSeparator());
        assertThat(send("customer.created").out()).endsWith(" duplicate" + System.lineSeparator());
    }

    @Test
    void sendsAsManyAsAskedForEachWithAnIdOfItsOwn() {
        Run run = send("payment_intent.succeeded", "--count", "20");
        assertThat(run.exitCode()).isZero();
        assertThat(gateway.events()).extracting(Event::getId).hasSize(20).doesNotHaveDuplicates();
        assertThat(run.out().lines()).hasSize(21);
        assertThat(run.out()).contains("20 sent in ", "20 stored, 0 duplicates");
    }

    @Test
    void postsToThePortOfTheGatewayOnThisMachine() {
        Run run = Run.of(
                Map.of("SERVER_PORT", Integer.toString(gateway.port()), "STRIPE_WEBHOOK_SECRET", SECRET),
                "send",
                "payment_intent.succeeded");
        assertThat(run.exitCode()).isZero();
        assertThat(gateway.events()).hasSize(1);
    }

    /** The gateway here reads what it gets with stripe-java. */
    @Test
    void sendsAnEventOfEachTypeThatStripeHas() {
        Run run = Run.of(Map.of(), "send", "--all", "--url", gateway.url(), "--secret", SECRET);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(gateway.events())
                .extracting(Event::getType)
                .containsExactlyInAnyOrderElementsOf(EventTypes.snapshot());
        assertThat(gateway.notifications())
                .extracting(EventNotification::getType)
                .containsExactlyInAnyOrderElementsOf(EventTypes.thin());
        int types = EventTypes.known().size();
        assertThat(run.out())
                .startsWith(types + " of " + types + " events of " + types + " types sent in ")
                .contains(" s: " + (types - 1) + " stored, 1 duplicates, 0 refused");
    }

    @Test
    void goesOnToTheNextTypeAfterOneThatIsRefusedAndGivesUpWhenManyAre() throws IOException {
        try (RecordingGateway failing = new RecordingGateway(SECRET, 4)) {
            Run run = Run.of(Map.of(), "send", "--all", "--url", failing.url(), "--secret", SECRET);
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .startsWith("refused account.external_account.deleted: 503 The database is away")
                    .contains("23 of " + EventTypes.known().size() + " events", "3 stored, 0 duplicates, 20 refused")
                    .contains("Stopped after 20 that were refused");
        }
    }

    @Test
    void ofAllTypesThereIsNoFileAndNoLargeCount() {
        assertThat(send("--all", "charge.refunded").err()).contains("TYPE of an event, or --file FILE, or --all");
        assertThat(send("--all", "--file", "any").err()).contains("TYPE of an event, or --file FILE, or --all");
        assertThat(send("--all", "--count", "101").err()).contains("--count is 101: give 1 to 100");
        assertThat(send("--all", "--api-version", "2019-12-03").err())
                .contains("no samples as of API version 2019-12-03");
        assertThat(gateway.events()).isEmpty();
    }

    @Test
    void failsWithTheProblemsDetailOnAWrongSecret() {
        Run run =
                Run.of(Map.of(), "send", "payment_intent.succeeded", "--url", gateway.url(), "--secret", "whsec_wrong");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualToIgnoringNewLines("400 no-matching-signature: None of the secrets fits");
        assertThat(gateway.events()).isEmpty();
    }

    @Test
    void stopsAtTheFirstEventThatIsNotStored() throws IOException {
        try (RecordingGateway failing = new RecordingGateway(SECRET, 4)) {
            Run run = Run.of(
                    Map.of(), "send", "customer.created", "--url", failing.url(), "--secret", SECRET, "--count", "9");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("503 The database is away");
            assertThat(run.out()).contains("Stopped at event 4 of 9");
            assertThat(failing.events()).hasSize(3);
        }
    }

    @Test
    void failsOnAnAnswerThatIsNotTheGateways() {
        String elsewhere = gateway.url().replace("/webhooks", "/elsewhere");
        Run run = Run.of(Map.of(), "send", "customer.created", "--url", elsewhere, "--secret", SECRET);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("404 ");
    }

    @Test
    void saysHowToStartAGatewayThatIsNotThere() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        Run run =
                Run.of(Map.of("SERVER_PORT", Integer.toString(closed)), "send", "customer.created", "--secret", SECRET);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("Nothing answers at http://127.0.0.1:" + closed, "mvn spring-boot:run")
                .doesNotContain("Exception");
    }

    @Test
    void namesTheTypesThereAreAndTheOneMeant() {
        Run run = send("payment_intent.succeded");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("did you mean payment_intent.succeeded?", "checkout.session.completed", "customer.created");
        assertThat(send("nonsense").err())
                .contains("no sample of type nonsense. ")
                .doesNotContain("did you mean");
        assertThat(gateway.events()).isEmpty();
    }

    @Test
    void postsAnEventOfOnesOwnByteForByte() throws IOException {
        String event =
                "\n{ \"type\":\"charge.refunded\",  \"id\":\"evt_own\", \"object\":\"event\",\"x\":\"Zoë {random}\"}\n";
        String file = Files.writeString(data.resolve("event.json"), event).toString();
        assertThat(send("charge.refunded", "--file", file).out()).startsWith("200 evt_own stored");
        assertThat(Run.of(Map.of("STRIPE_WEBHOOK_SECRET", SECRET), "send", "--file=" + file, "--url=" + gateway.url())
                        .exitCode())
                .isZero();
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(send("charge.refunded", "--file", "-").exitCode()).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(gateway.bodies()).containsExactly(event, event, event);
    }

    @Test
    void givesAnEventOfOnesOwnANewIdEachTimeAndChangesNothingElse() throws IOException {
        String event =
                "{ \"data\":{\"id\":\"in_1\",\"x\":[{\"id\":\"evt_a\"}]},  \"id\" : \"evt_\\u0061\", \"type\":\"charge.refunded\",\"é\":\"🎟\"}";
        String file = Files.writeString(data.resolve("event.json"), event).toString();

        assertThat(send("--file", file, "--new-id", "--count", "3").exitCode()).isZero();

        assertThat(gateway.bodies())
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allSatisfy(body -> assertThat(body)
                        .matches(Pattern.quote(event).replace("evt_\\u0061", "\\Eevt_own[0-9a-f]{32}\\Q")));
        String none = Files.writeString(data.resolve("none.json"), "no JSON").toString();
        assertThat(send("--file", none, "--new-id").err()).doesNotContain("\tat ");
        assertThat(send("customer.created", "--new-id").err()).contains("--new-id goes with --file");
    }

    @Test
    void saysWhatIsWrongWithABody() throws IOException {
        String file = Files.writeString(data.resolve("event.json"), "{\"type\":\"charge.refunded\"}")
                .toString();
        Run other = send("charge.captured", "--file", file);
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains(file + " is of type charge.refunded, not charge.captured");
        assertThat(send("charge.captured", "--file", "/not/there").err())
                .contains("Cannot read the event in /not/there", "--file")
                .doesNotContain("\tat ");
        String latin = Files.write(data.resolve("latin.json"), new byte[] {'{', (byte) 0xe4, '}'})
                .toString();
        assertThat(send("charge.captured", "--file", latin).err()).contains(latin + " is not UTF-8");
        assertThat(send("charge.captured", "--file", "-", "--secret-file", "-").err())
                .contains("both be standard input");
        assertThat(Run.of(Map.of(), "send").err()).contains("TYPE", "--file FILE");
        assertThat(send("charge.captured").err())
                .contains("There is no sample of type charge.captured", "customer.created", "--file FILE");
        assertThat(gateway.bodies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "100001", "many"})
    void refusesACountOutOfBounds(String count) {
        Run run = send("customer.created", "--count", count);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--count", count);
        assertThat(gateway.events()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080/webhooks/stripe", "ftp://127.0.0.1/", "http:///webhooks", "not an address"})
    void refusesAnAddressItCannotPostTo(String url) {
        Run run = Run.of(Map.of(), "send", "customer.created", "--url", url, "--secret", SECRET);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(url, "Give --url http://");
    }

    @Test
    void looksForTheSecretInTheEnvironmentThenInTheDataFolder() throws IOException {
        Files.writeString(data.resolve("stripe-webhook-secret"), SECRET + "\n");
        String folder = data.toString();
        assertThat(sendWith(Map.of("TOLLGATE_DATA", folder)).exitCode()).isZero();
        assertThat(sendWith(Map.of("TOLLGATE_DATA", folder, "STRIPE_WEBHOOK_SECRET", ""))
                        .exitCode())
                .isZero();
        assertThat(sendWith(Map.of("TOLLGATE_DATA", folder, "STRIPE_WEBHOOK_SECRET", "whsec_wrong"))
                        .exitCode())
                .isEqualTo(1);
        assertThat(sendWith(Map.of("STRIPE_WEBHOOK_SECRET", " " + SECRET + " ,whsec_old"))
                        .exitCode())
                .isZero();
        assertThat(gateway.events()).hasSize(3);
    }

    @Test
    void theOptionOverridesEverySecretFound() throws IOException {
        Files.writeString(data.resolve("stripe-webhook-secret"), "whsec_wrong");
        Map<String, String> wrong = Map.of("TOLLGATE_DATA", data.toString(), "STRIPE_WEBHOOK_SECRET", "whsec_wrong");
        assertThat(sendWith(wrong, "--secret", SECRET).exitCode()).isZero();
    }

    @Test
    void takesTheSecretFromAFileOrFromStandardInput() throws IOException {
        String file = Files.writeString(data.resolve("secret"), SECRET + "\n").toString();
        Map<String, String> wrong = Map.of("STRIPE_WEBHOOK_SECRET", "whsec_wrong");
        assertThat(sendWith(wrong, "--secret-file", file).exitCode()).isZero();
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((SECRET + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(sendWith(wrong, "--secret-file", "-").exitCode()).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(gateway.events()).hasSize(2);
    }

    @Test
    void saysWhatIsWrongWithTheFileOfTheSecret() throws IOException {
        String empty = Files.writeString(data.resolve("empty"), "\n").toString();
        assertThat(sendWith(Map.of(), "--secret-file", empty).err()).contains("No signing secret is in " + empty);
        assertThat(sendWith(Map.of(), "--secret-file", "/not/there").err())
                .contains("Cannot read", "/not/there", "standard input")
                .doesNotContain("\tat ");
        Run both = sendWith(Map.of(), "--secret-file", empty, "--secret", SECRET);
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("not both");
    }

    @Test
    void saysWhereASecretCouldHaveBeen() {
        Run run = sendWith(Map.of("TOLLGATE_DATA", data.toString()));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "--secret-file",
                        "STRIPE_WEBHOOK_SECRET",
                        data.resolve("stripe-webhook-secret").toString());
    }

    @Test
    void neverPrintsTheSecret() {
        Run stored = send("customer.created");
        Run refused = Run.of(Map.of(), "send", "customer.created", "--url", gateway.url(), "--secret", "whsec_wrong");
        assertThat(stored.out() + stored.err() + refused.out() + refused.err()).doesNotContain("whsec_");
    }

    private Run send(String type, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "send";
        arguments[1] = type;
        System.arraycopy(options, 0, arguments, 2, options.length);
        Map<String, String> environment =
                Map.of("SERVER_PORT", Integer.toString(gateway.port()), "STRIPE_WEBHOOK_SECRET", SECRET);
        return Run.of(environment, arguments);
    }

    private Run sendWith(Map<String, String> environment, String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "send";
        arguments[1] = "payment_intent.succeeded";
        arguments[2] = "--url";
        arguments[3] = gateway.url();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Run.of(environment, arguments);
    }
}
