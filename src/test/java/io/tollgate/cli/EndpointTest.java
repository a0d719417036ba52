package io.tollgate.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.EndpointStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointTest {
    private static final String URL = "https://hooks.example.com/webhooks/stripe";
    private static final int DIFFERS = 3;

    @TempDir
    private Path folder;

    private final EndpointStub stub = new EndpointStub();
    private Path data;

    @BeforeEach
    void name() {
        data = folder.resolve("data");
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    /** What it prints never has a secret or a key. */
    private Run tollgate(String... arguments) {
        String[] all = Stream.concat(
                        Stream.of("endpoint"),
                        Stream.concat(
                                Stream.of(arguments),
                                Stream.of("--tollgate.stripe.api-base=" + stub.url(), "--tollgate.data=" + data)))
                .toArray(String[]::new);
        Run run = Run.of(Map.of(), all);
        assertThat(run.out() + run.err()).doesNotContain("rk_test_writer", "rk_live_writer");
        stub.secrets().forEach(secret -> assertThat(run.out() + run.err()).doesNotContain(secret.substring(6)));
        return run;
    }

    private Run withKey(String... arguments) {
        return tollgate(Stream.concat(
                        Stream.of(arguments), Stream.of("--tollgate.stripe.accounts.default.api-keys=rk_test_writer"))
                .toArray(String[]::new));
    }

    private Run plan(String... more) {
        return withKey(
                Stream.concat(Stream.of("plan", "--url", URL), Stream.of(more)).toArray(String[]::new));
    }

    private Run apply(String... more) {
        return withKey(
                Stream.concat(Stream.of("apply", "--url", URL), Stream.of(more)).toArray(String[]::new));
    }

    /** With a condition of a pattern, of a misspelling and of a thin type. */
    private String smallRoutes() throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("event-types.txt"), "payment_intent.failed\n");
        Files.writeString(routes.resolve("router.camel.yaml"), """
                - route:
                    id: router
                    description: Sends each event to its flow
                    from:
                      uri: direct
                      parameters: { name: router }
                      steps:
                        - choice:
                            when:
                              - expression:
                                  simple:
                                    expression: ${header.stripeEventType} startsWith 'customer.subscription.' || ${header.stripeEventType} == 'payment_intent.failed' || ${header.stripeEventType} == 'v1.billing.meter.error_report_triggered'
                                steps:
                                  - to: { id: to-some, uri: direct, parameters: { name: some } }
                            otherwise:
                              id: otherwise
                              steps:
                                - process: { id: unrouted, ref: unroutedTypes }
                """);
        Files.writeString(routes.resolve("some.camel.yaml"), """
                - route:
                    id: some
                    description: Some
                    from:
                      uri: direct
                      parameters: { name: some }
                      steps:
                        - log: { id: some-log, message: some }
                """);
        return routes.toString();
    }

    private static JsonNode json(Run run) throws IOException {
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void makesTheEndpointThatTheRoutesWant() throws IOException {
        Run before = plan();
        assertThat(before.exitCode()).as(before.err()).isEqualTo(DIFFERS);
        assertThat(before.out()).contains("default (test)", "not there", "create: ", "Nothing was changed");
        assertThat(stub.endpoints()).isEmpty();

        Run made = apply();
        Path secret = data.resolve("stripe-webhook-secret-default").toAbsolutePath();
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out())
                .contains("Done: we_1", "tollgate.webhook.endpoints.default.secret-files=" + secret)
                .doesNotContain("other path");
        assertThat(stub.only().path("enabled_events"))
                .anyMatch(type -> type.asText().equals("payment_intent.succeeded"))
                .anyMatch(type -> type.asText().equals("customer.subscription.updated"))
                .allMatch(type -> type.asText().contains("."));
        assertThat(Files.readAllLines(secret)).containsExactlyElementsOf(stub.secrets());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");

        Run after = plan();
        assertThat(after.exitCode()).isZero();
        assertThat(after.out()).contains("we_1 is as it is to be").doesNotContain("Nothing was changed");
    }

    @Test
    void twentyAppliesMakeOneEndpoint() throws IOException {
        String routes = smallRoutes();
        for (int i = 0; i < 20; i++) {
            Run run = apply("--types", "charge.refunded,payout.paid", routes);
            assertThat(run.exitCode()).as(run.err()).isZero();
        }

        assertThat(stub.only().path("enabled_events")).hasSize(2);
    }

    @Test
    void aSecretIsAddedToTheFileThatIsGiven() throws IOException {
        Path file = folder.resolve("secrets");
        Files.writeString(file, "whsec_before\n");

        JsonNode made = json(apply("--secret-file", file.toString(), "--json"));

        assertThat(made.path("id").asText()).isEqualTo("we_1");
        assertThat(made.at("/differences/0/kind").asText()).isEqualTo("create");
        assertThat(made.path("secretFile").asText()).isEqualTo(file.toString());
        assertThat(Files.readAllLines(file)).hasSize(2).startsWith("whsec_before");
    }

    @Test
    void withoutAPlaceForTheSecretNothingIsMade() {
        Run run = apply("--secret-file", folder.resolve("not/there").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("--secret-file", "nothing was done");
        stub.server().verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void differencesAreListed() throws IOException {
        apply();
        stub.only().put("status", "disabled").putArray("enabled_events").add("tax_rate.created");

        JsonNode plan = json(plan("--json"));
        assertThat(plan.path("differences").findValuesAsText("kind"))
                .containsExactly("types-added", "types-removed", "disabled");
        Run text = plan();
        assertThat(text.exitCode()).isEqualTo(DIFFERS);
        assertThat(text.out()).contains("types-removed: ", "tax_rate.created", "disabled: ");

        assertThat(apply().exitCode()).isZero();
        assertThat(plan().exitCode()).isZero();
    }

    @Test
    void whatStripeNeverChangesIsRefusedAsAWhole() {
        apply();
        stub.only().put("status", "disabled");

        Run plan = plan("--api-version", "2024-06-20");
        assertThat(plan.exitCode()).isEqualTo(DIFFERS);
        assertThat(plan.out()).contains("api-version: ", "a second one beside it");
        Run run = apply("--api-version", "2024-06-20");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Nothing was changed");
        assertThat(stub.only().path("status").asText()).isEqualTo("disabled");

        Run beside = withKey(
                "apply",
                "--url",
                URL + "/v2",
                "--endpoint",
                "v2",
                "--api-version",
                "2024-06-20",
                "--types",
                "payout.paid");
        assertThat(beside.exitCode()).as(beside.err()).isZero();
        assertThat(stub.endpoints()).hasSize(2);
        assertThat(data.resolve("stripe-webhook-secret-v2")).exists();
    }

    @Test
    void whatTheFlowsWantAndTheEndpointDoesNotSendIsNoted() {
        assertThat(plan("--types", "payout.paid").out())
                .contains("Note: Flows want what this endpoint is not to send: ", "payment_intent.succeeded");
        assertThat(plan("--types", "*").out()).contains("all event types").doesNotContain("Flows want");
        assertThat(withKey("plan", "--url", "https://hooks.example.com/other").out())
                .contains("Note: The gateway takes the events of this endpoint at /webhooks/stripe;");
    }

    @Test
    void whatStripeCannotSendIsNamedAndLeftOut() throws IOException {
        String routes = smallRoutes();
        Run run = apply(routes);

        assertThat(run.exitCode()).as(Run.of(Map.of(), "check", routes).out()).isZero();
        assertThat(run.out())
                .contains(
                        "'payment_intent.failed' is left out: Stripe has no such event type",
                        "'v1.billing.meter.error_report_triggered' is left out: it is a thin event");
        assertThat(stub.only().path("enabled_events"))
                .hasSizeGreaterThan(5)
                .allMatch(type -> type.asText().startsWith("customer.subscription."));

        Run thin = apply("--thin", routes);
        assertThat(thin.exitCode()).as(thin.err() + thin.out()).isZero();
        assertThat(stub.endpoints().get(1).path("enabled_events"))
                .hasToString("[\"v1.billing.meter.error_report_triggered\"]");
    }

    @Test
    void saysWhatIsMissing() {
        Run none = tollgate("plan", "--url", URL);
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("STRIPE_API_KEY");

        String both = "--tollgate.stripe.accounts.default.api-keys=rk_test_writer,rk_live_writer";
        assertThat(tollgate("plan", "--url", URL, both).err()).contains("--mode live");
        assertThat(tollgate("plan", "--url", URL, "--mode", "live", both).out()).contains("default (live)");
        Run open = tollgate("plan", "--url", "http://hooks.example.com/webhooks/stripe", "--mode", "live", both);
        assertThat(open.exitCode()).isEqualTo(2);
        assertThat(open.err()).contains("https://");

        assertThat(withKey("plan").exitCode()).isEqualTo(2);
        assertThat(withKey("plan", "--url", "not a url").exitCode()).isEqualTo(2);
        assertThat(withKey().err()).contains("plan and apply");
        assertThat(plan("/not/there").err()).contains("./tollgate check");

        stub.forbid(403);
        assertThat(plan().err()).contains("403", "Webhook Endpoints, write");
    }

    @Test
    void saysWhatStripeAnswers() {
        for (int i = 0; i < 16; i++) {
            stub.add(false, "https://other.example.com/" + i, "payout.paid");
        }
        Run run = apply();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Stripe allows 16 endpoints in test mode");
        assertThat(data.resolve("stripe-webhook-secret-default")).doesNotExist();
    }
}
