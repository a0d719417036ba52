package io.tollgate.stripe.endpoint;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.Stripe;
import io.tollgate.InvalidConfiguration;
import io.tollgate.stripe.StripeAway;
import io.tollgate.stripe.StripeKey;
import io.tollgate.stripe.StripeRefused;
import io.tollgate.stripe.TestKeys;
import io.tollgate.stripe.endpoint.Difference.Kind;
import io.tollgate.support.EndpointStub;
import io.tollgate.support.MovableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointsTest {
    private static final String URL = "https://hooks.example.com/webhooks/stripe";
    private static final String PAID = "payment_intent.succeeded";
    private static final String REFUNDED = "charge.refunded";
    private static final String METER = "v1.billing.meter.error_report_triggered";

    @TempDir
    private Path folder;

    private final EndpointStub stub = new EndpointStub();
    private final TestKeys access = new TestKeys(stub.url(), "rk_test_writer", "rk_live_writer");
    private final MovableClock clock = new MovableClock(Instant.now());
    private final Endpoints endpoints = new Endpoints(access.api(), new Patience(Duration.ofMillis(1)), clock);

    @AfterEach
    void stop() {
        stub.close();
    }

    private StripeKey key() {
        return access.keys().of("default", false).orElseThrow();
    }

    private static Wish wish(String... types) {
        return named("default", URL, types);
    }

    private static Wish named(String name, String url, String... types) {
        return new Wish(name, URI.create(url), Set.of(types), false, false, null, null);
    }

    private static Wish thin() {
        return new Wish("default", URI.create(URL), Set.of(METER), true, true, null, null);
    }

    private Plan plan(Wish wish) {
        return endpoints.plan(key(), wish, Set.of());
    }

    private List<Kind> kinds(Wish wish) {
        return plan(wish).differences().stream().map(Difference::kind).toList();
    }

    private Path file() {
        return folder.resolve("secret");
    }

    private List<String> written() throws IOException {
        return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
    }

    private void apply(Wish wish) {
        Plan plan = plan(wish);
        if (!plan.bringsSecret()) {
            endpoints.apply(key(), plan, null);
            return;
        }
        try (SecretFile secret = SecretFile.open(file())) {
            endpoints.apply(key(), plan, secret);
        }
    }

    @Test
    void twentyAppliesMakeOneEndpoint() throws IOException {
        for (int i = 0; i < 20; i++) {
            apply(wish(PAID, REFUNDED));
        }

        ObjectNode made = stub.only();
        assertThat(made.path("url").asText()).isEqualTo(URL);
        assertThat(made.path("enabled_events")).hasToString("[\"" + REFUNDED + "\",\"" + PAID + "\"]");
        assertThat(made.path("api_version").asText()).isEqualTo(Stripe.API_VERSION);
        assertThat(made.path("metadata")).hasToString("{\"tollgate\":\"default\"}");
        assertThat(written()).containsExactlyElementsOf(stub.secrets()).hasSize(1);
        stub.server().verify(1, postRequestedFor(urlPathEqualTo("/v1/webhook_endpoints")));
        stub.server().verify(0, deleteRequestedFor(anyUrl()));
    }

    @Test
    void aPlanChangesNothing() {
        assertThat(kinds(wish(PAID))).containsExactly(Kind.CREATE);
        assertThat(plan(wish(PAID)).differences().get(0).sentence()).contains("1 event types", Stripe.API_VERSION);

        stub.server().verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void eachKindOfDifferenceIsNamedAndAppliedAtOnce() {
        apply(wish(PAID, REFUNDED));
        ObjectNode made = stub.only();
        made.put("url", "https://old.example.com/").put("status", "disabled").put("description", "Old");
        made.putArray("enabled_events").add(PAID).add("payout.paid");
        Wish wish = new Wish("default", URI.create(URL), Set.of(PAID, REFUNDED), false, false, null, "New");

        assertThat(plan(wish).differences())
                .extracting(Difference::toString)
                .satisfiesExactly(
                        url -> assertThat(url).contains("url", "https://old.example.com/", URL),
                        added -> assertThat(added)
                                .contains("types-added", REFUNDED)
                                .doesNotContain(PAID),
                        removed -> assertThat(removed).contains("types-removed", "payout.paid"),
                        disabled -> assertThat(disabled).contains("disabled", "enabled again"),
                        described -> assertThat(described).contains("description", "'Old'", "'New'"));

        apply(wish);
        assertThat(kinds(wish)).isEmpty();
        assertThat(stub.only().path("status").asText()).isEqualTo("enabled");
    }

    @Test
    void allTypesAreOneWish() {
        apply(wish(PAID));
        assertThat(kinds(wish("*"))).containsExactly(Kind.TYPES_ADDED, Kind.TYPES_REMOVED);
        apply(wish("*"));
        assertThat(kinds(wish("*"))).isEmpty();
        assertThat(endpoints.plan(key(), wish("*"), Set.of(REFUNDED)).warnings())
                .isEmpty();
    }

    @Test
    void whatStripeNeverChangesHasAWayOut() {
        apply(wish(PAID));
        Wish other = new Wish("default", URI.create(URL), Set.of(PAID), true, false, "2024-06-20", null);

        Plan plan = plan(other);
        assertThat(plan.canBeApplied()).isFalse();
        assertThat(plan.differences())
                .extracting(Difference::toString)
                .satisfiesExactly(
                        version -> assertThat(version)
                                .contains("api-version", Stripe.API_VERSION, "2024-06-20", "--endpoint"),
                        connect -> assertThat(connect).contains("connect", "our own account", "--endpoint"));
    }

    @Test
    void anAccountsAndItsConnectedAccountsEndpointsStandSideBySide() {
        Wish connect = new Wish("connect", URI.create(URL + "/connect"), Set.of(PAID), true, false, "2024-06-20", null);
        apply(wish(PAID));
        apply(connect);

        assertThat(stub.endpoints()).hasSize(2);
        assertThat(kinds(wish(PAID))).isEmpty();
        assertThat(kinds(connect)).isEmpty();
    }

    @Test
    void oneOfThisUrlIsTakenOver() throws IOException {
        ObjectNode dashboards = stub.add(false, URL, PAID);
        stub.add(false, URL, PAID).putObject("metadata").put("tollgate", "other");
        stub.add(false, URL, PAID).put("application", "ca_1");
        stub.add(true, URL, PAID);

        Plan plan = plan(wish(PAID));
        assertThat(plan.differences()).extracting(Difference::kind).containsExactly(Kind.ADOPT);
        assertThat(plan.differences().get(0).sentence())
                .contains(dashboards.path("id").asText(), "keeps its secret");
        assertThat(plan.warnings()).anyMatch(warning -> warning.contains("no API version of its own"));
        assertThat(plan.bringsSecret()).isFalse();

        apply(wish(PAID));
        assertThat(stub.endpoints()).hasSize(4);
        assertThat(kinds(wish(PAID))).isEmpty();
        assertThat(dashboards.at("/metadata/tollgate").asText()).isEqualTo("default");
        assertThat(written()).isEmpty();
    }

    @Test
    void severalThatMayBeMeantAreNamed() {
        ObjectNode one = stub.add(false, URL, PAID);
        ObjectNode other = stub.add(false, URL, PAID);
        assertThatThrownBy(() -> plan(wish(PAID)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContainingAll("we_1", "we_2", "this URL");

        one.putObject("metadata").put("tollgate", "default");
        other.putObject("metadata").put("tollgate", "default");
        assertThatThrownBy(() -> plan(wish(PAID)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContainingAll("we_1", "we_2", "tollgate=default");
    }

    @Test
    void isFoundOnWhateverPage() {
        stub.limit(1000);
        for (int i = 0; i < 250; i++) {
            stub.add(false, "https://other.example.com/" + i, PAID);
        }
        apply(wish(PAID));

        assertThat(kinds(wish(PAID))).isEmpty();
        assertThat(stub.endpoints()).hasSize(251);
    }

    @Test
    void anAnswerThatIsLostMakesNoSecondOne() throws IOException {
        stub.loseAnswers(3);

        apply(wish(PAID));

        assertThat(kinds(wish(PAID))).isEmpty();
        assertThat(stub.only().path("metadata")).hasToString("{\"tollgate\":\"default\"}");
        assertThat(written()).containsExactlyElementsOf(stub.secrets());
    }

    @Test
    void anAnswerThatIsLostForGoodIsHadFromTheNextApply() throws IOException {
        stub.loseAnswers(1000);
        assertThatThrownBy(() -> apply(wish(PAID))).isInstanceOf(StripeAway.class);
        assertThat(written()).isEmpty();
        stub.loseAnswers(0);

        assertThat(kinds(wish(PAID))).containsExactly(Kind.SECRET);
        assertThatThrownBy(() -> apply(wish(REFUNDED)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("reveal the secret in the Dashboard");
        apply(wish(PAID));

        assertThat(stub.endpoints()).hasSize(1);
        assertThat(written()).containsExactlyElementsOf(stub.secrets());
        assertThat(kinds(wish(PAID))).isEmpty();
    }

    @Test
    void afterADayStripeDoesNotRepeatTheSecretAndIsNotAsked() {
        stub.loseAnswers(1000);
        assertThatThrownBy(() -> apply(wish(PAID))).isInstanceOf(StripeAway.class);
        stub.only().put("created", Instant.now().minus(Duration.ofHours(25)).getEpochSecond());

        Plan plan = plan(wish(PAID));
        assertThat(plan.differences()).isEmpty();
        assertThat(plan.warnings()).singleElement().asString().contains("reveal it in the Dashboard");
    }

    @Test
    void aFailureThatStripeKeepsIsNotAskedForAgain() throws IOException {
        stub.failCreations(2);

        apply(wish(PAID));

        assertThat(kinds(wish(PAID))).isEmpty();
        assertThat(written()).containsExactlyElementsOf(stub.secrets());
    }

    @Test
    void oneThatWasDeletedIsMadeAgain() throws IOException {
        apply(wish(PAID));
        stub.endpoints().clear();

        apply(wish(PAID));

        assertThat(kinds(wish(PAID))).isEmpty();
        assertThat(stub.only().path("id").asText()).isEqualTo("we_2");
        assertThat(written())
                .containsExactlyInAnyOrderElementsOf(stub.secrets())
                .hasSize(2);
    }

    @Test
    void thatThereAreTooManyIsASentence() throws IOException {
        for (int i = 0; i < 16; i++) {
            stub.add(false, "https://other.example.com/" + i, PAID);
        }
        assertThatThrownBy(() -> apply(wish(PAID)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContainingAll("16 endpoints", "test mode", "delete one");
        assertThat(file()).doesNotExist();

        stub.endpoints().remove(0);
        apply(wish(PAID));
        assertThat(kinds(wish(PAID))).isEmpty();
    }

    @Test
    void aKeyThatMayNotIsRefused() {
        stub.forbid(403);
        assertThatThrownBy(() -> plan(wish(PAID)))
                .isInstanceOfSatisfying(
                        StripeRefused.class,
                        refused -> assertThat(refused.isForTheKey()).isTrue());
    }

    @Test
    void thinEventsHaveAnEndpointOfTheirOwn() throws IOException {
        apply(wish(PAID));
        for (int i = 0; i < 3; i++) {
            apply(thin());
        }

        assertThat(stub.endpoints()).hasSize(2);
        ObjectNode made = stub.endpoints().get(1);
        assertThat(made.path("event_payload").asText()).isEqualTo("thin");
        assertThat(made.path("events_from")).hasToString("[\"@accounts\"]");
        assertThat(made.path("metadata")).hasToString("{\"tollgate\":\"default\"}");
        assertThat(written())
                .containsExactlyInAnyOrderElementsOf(stub.secrets())
                .hasSize(2);

        made.put("status", "disabled").putArray("enabled_events").add("v2.core.event_destination.ping");
        made.withObject("/webhook_endpoint").put("url", "https://old.example.com/");
        assertThat(kinds(thin())).containsExactly(Kind.URL, Kind.TYPES_ADDED, Kind.TYPES_REMOVED, Kind.DISABLED);
        apply(thin());
        assertThat(kinds(thin())).isEmpty();
        assertThat(kinds(wish(PAID))).isEmpty();
    }

    @Test
    void anAnswerAboutAThinOneMayBeLostToo() throws IOException {
        stub.loseAnswers(2);
        apply(thin());

        assertThat(kinds(thin())).isEmpty();
        assertThat(stub.endpoints()).hasSize(1);
        assertThat(written()).containsExactlyElementsOf(stub.secrets());
    }

    @Test
    void typesThatSuchAnEndpointCannotSendAreLeftOut() {
        EnabledTypes snapshots = EnabledTypes.of(Set.of(PAID, METER, "payment_intent.failed"), false);
        assertThat(snapshots.sent()).containsExactly(PAID);
        assertThat(snapshots.leftOut()).containsOnlyKeys(METER, "payment_intent.failed");
        assertThat(snapshots.leftOut().get(METER)).contains("--thin");
        assertThat(EnabledTypes.of(Set.of(PAID, METER), true).sent()).containsExactly(METER);

        assertThat(endpoints.plan(key(), wish(PAID), Set.of(REFUNDED)).warnings())
                .singleElement()
                .asString()
                .contains(REFUNDED);
    }

    @Test
    void aPatternIsWhatItStandsFor() {
        assertThat(EnabledTypes.expanded(Set.of(PAID, "customer.subscription.*"), false))
                .contains(PAID, "customer.subscription.updated")
                .hasSizeGreaterThan(5)
                .allMatch(type -> type.equals(PAID) || type.startsWith("customer.subscription."));
        assertThat(EnabledTypes.expanded(Set.of("*"), false)).containsExactly("*");
        assertThatThrownBy(() -> EnabledTypes.expanded(Set.of("v1.*"), false)).hasMessageContaining("v1.*");
        assertThatThrownBy(() -> EnabledTypes.expanded(Set.of("a b"), false)).hasMessageContaining("'a b'");
    }

    @Test
    void whatStripeDoesNotTakeIsASentence() throws IOException {
        assertThatThrownBy(() -> apply(wish("no.such_type")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("Invalid enabled_events: no.such_type");
        assertThat(file()).doesNotExist();

        apply(wish(PAID));
        assertThatThrownBy(() -> apply(wish(PAID, "no.such_type")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("Invalid enabled_events: no.such_type");
    }

    @Test
    void whatCannotBeAWishIsRefused() {
        assertThatThrownBy(() -> named("No Name", URL, PAID)).hasMessageContaining("No Name");
        assertThatThrownBy(() -> named("default", "ftp://a.example/", PAID)).hasMessageContaining("https://hooks");
        assertThatThrownBy(() -> named("default", "/webhooks", PAID)).hasMessageContaining("https://hooks");
        assertThatThrownBy(() -> wish()).hasMessageContaining("--types");
        assertThatThrownBy(() -> wish("*", PAID)).hasMessageContaining("alone");
    }
}
