package io.tollgate.stripe.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.EndpointPolicy;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.inbox.TestStripe;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.inbox.Watermarks;
import io.tollgate.inbox.Watermarks.Mark;
import io.tollgate.inbox.Watermarks.Scope;
import io.tollgate.stripe.StripeAway;
import io.tollgate.stripe.TestKeys;
import io.tollgate.stripe.reconcile.Reconciliation.Wish;
import io.tollgate.support.MovableClock;
import io.tollgate.support.StripeStub;
import io.tollgate.support.StripeStub.Event;
import io.tollgate.support.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ReconciliationTest {
    private static final Instant START = Instant.parse("2026-06-01T12:00:00.400Z");
    private static final Scope OWN = new Scope("default", false, "");
    private static final String A = "payment_intent.succeeded";
    private static final String B = "charge.refunded";
    private static final Set<String> TYPES = Set.of(A, B);

    private static final StripeStub STUB = new StripeStub();
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final Inbox inbox = TestInbox.open(dataSource);
    private final Watermarks watermarks = TestStripe.watermarks(dataSource);
    private final Entries entries = TestStripe.entries(dataSource);
    private final MovableClock clock = new MovableClock(START);
    private final TestKeys access = new TestKeys(STUB.url(), "rk_test_reader");
    private final Reconciliation reconciliation = reconciliation(List.of());

    private Reconciliation reconciliation(List<String> types) {
        var api = access.api();
        return new Reconciliation(
                access.keys(),
                new EventList(api, Duration.ofMillis(1)),
                watermarks,
                TestStripe.accounts(dataSource),
                new ReconcileProperties(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofHours(1), types),
                new PolicyProperties(Map.of(
                        "connect", new PolicyProperties.Settings(EndpointPolicy.Livemode.BOTH, List.of("acct_1")))),
                clock);
    }

    @AfterAll
    static void stopStub() {
        STUB.close();
    }

    @AfterEach
    void close() {
        inbox.close();
        dataSource.close();
        STUB.reset();
    }

    private Found run(Wish wish, Store store) {
        return reconciliation.run(reconciliation.accounts().get(0), wish, store);
    }

    private Found run() {
        return run(new Wish(TYPES, null, false), new Store(entries, inbox, () -> {}));
    }

    private Event created(String id, String type, Duration afterStart) {
        Event event =
                new Event("evt_" + id, type, null, false, START.plus(afterStart).getEpochSecond(), false);
        STUB.add(event);
        return event;
    }

    private List<String> stored() {
        return jdbc.queryForList("SELECT id FROM tollgate.inbox ORDER BY id", String.class);
    }

    private Map<String, Instant> complete(Scope scope) {
        return watermarks.of(scope).stream().collect(Collectors.toMap(Mark::type, Mark::complete));
    }

    @Test
    void whatNeverArrivedIsStoredAsStripeHasItAndTheWatermarkFollows() {
        created("before", A, Duration.ofMinutes(-1));
        run();
        assertThat(stored())
                .as("what was before the first time is nobody's business")
                .isEmpty();
        Event event = created("1", A, Duration.ofMinutes(10));
        created("other", "customer.created", Duration.ofMinutes(10));
        created("young", B, Duration.ofMinutes(57));
        clock.move(Duration.ofHours(1));

        Found found = run();

        assertThat(stored()).containsExactly("evt_1");
        assertThat(found.missing()).containsExactly(Map.entry(A, 1L));
        assertThat(new String(entries.payload("evt_1").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo(event.json());
        assertThat(jdbc.queryForMap("SELECT source, status, endpoint, livemode, account, created FROM tollgate.inbox"))
                .containsEntry("source", "reconciled")
                .containsEntry("status", "PENDING")
                .containsEntry("endpoint", "default")
                .containsEntry("livemode", false)
                .containsEntry("account", null)
                .containsEntry("created", event.created());
        Instant settled = Instant.parse("2026-06-01T12:55:00Z");
        assertThat(complete(OWN)).containsExactlyInAnyOrderEntriesOf(Map.of(A, settled, B, settled));
    }

    @Test
    void whatIsKnownIsNotStoredAgain() {
        run();
        Event event = created("1", A, Duration.ofMinutes(10));
        inbox.accept(new VerifiedEvent(
                event.id(),
                A,
                "default",
                false,
                event.created(),
                null,
                null,
                null,
                "{}".getBytes(StandardCharsets.UTF_8),
                START));
        clock.move(Duration.ofHours(1));

        assertThat(run().missing()).isEmpty();
        assertThat(jdbc.queryForObject("SELECT source FROM tollgate.inbox", String.class))
                .isEqualTo("webhook");
    }

    @Test
    void whatIsListedLateIsFoundWithinTheOverlapAndLaterIfNobodyTookIt() {
        run();
        clock.move(Duration.ofHours(6));
        run();
        created("late", A, Duration.ofHours(5).plusMinutes(30));
        created("lost", A, Duration.ofHours(2));

        run();
        assertThat(stored()).containsExactly("evt_late");

        run(new Wish(TYPES, null, true), new Store(entries, inbox, () -> {}));
        assertThat(stored()).containsExactly("evt_late", "evt_lost");
    }

    @Test
    void pagesThroughMany() {
        run();
        for (int i = 0; i < 2350; i++) {
            created("%04d".formatted(i), i % 3 == 0 ? B : A, Duration.ofSeconds(600 + i / 5));
        }
        clock.move(Duration.ofHours(1));

        assertThat(run().missing()).containsEntry(A, 1566L).containsEntry(B, 784L);
        assertThat(stored()).hasSize(2350);
    }

    @Test
    void aPageThatFailsIsAskedForAgainAndIfItFailsOnTheWatermarkStays() {
        run();
        clock.move(Duration.ofMinutes(30));
        run();
        Map<String, Instant> before = complete(OWN);
        created("1", A, Duration.ofMinutes(40));
        clock.move(Duration.ofHours(1));
        AtomicInteger requests = new AtomicInteger();
        STUB.trouble(request ->
                requests.incrementAndGet() < 4 ? WireMock.aResponse().withStatus(500 + requests.get()) : null);
        run();
        assertThat(stored()).containsExactly("evt_1");

        Map<String, Instant> after = complete(OWN);
        assertThat(after.get(A)).isAfter(before.get(A));
        clock.move(Duration.ofHours(1));
        STUB.trouble(request -> WireMock.aResponse().withStatus(503));
        assertThatThrownBy(this::run).isInstanceOf(StripeAway.class).hasMessageContaining("503");
        assertThat(complete(OWN)).isEqualTo(after);
    }

    @Test
    void aTypeThatStripeDoesNotListHoldsUpNoOther() {
        run(new Wish(Set.of(A, B, "no.such"), null, false), new Store(entries, inbox, () -> {}));
        STUB.doesNotKnow("no.such");
        created("1", A, Duration.ofMinutes(10));
        created("2", B, Duration.ofMinutes(11));
        clock.move(Duration.ofHours(1));

        Found found = run(new Wish(Set.of(A, B, "no.such"), null, false), new Store(entries, inbox, () -> {}));

        assertThat(stored()).containsExactly("evt_1", "evt_2");
        assertThat(found.problem()).contains("no.such");
        assertThat(complete(OWN).get("no.such")).isEqualTo(START.minusMillis(400));
        assertThat(complete(OWN).get(A)).isAfter(START);
    }

    @Test
    void aTypeThatIsFarBehindMakesNoOtherBeListedAgain() {
        Wish wish = new Wish(Set.of(A, B, "no.such"), null, false);
        Store store = new Store(entries, inbox, () -> {});
        run(wish, store);
        STUB.doesNotKnow("no.such");
        created("1", A, Duration.ofDays(1));
        clock.move(Duration.ofDays(3));
        assertThat(run(wish, store).listed()).isEqualTo(1);
        clock.move(Duration.ofMinutes(5));

        Found again = run(wish, store);

        assertThat(again.listed()).isZero();
        assertThat(again.problem()).contains("no.such");
    }

    @Test
    void theWatermarkDoesNotWaitForTheLongListOfWhatNobodyTook() {
        run();
        created("1", A, Duration.ofMinutes(10));
        clock.move(Duration.ofHours(1));
        STUB.trouble(request -> request.queryParameter("delivery_success").isPresent()
                ? WireMock.aResponse().withStatus(500)
                : null);

        assertThatThrownBy(() -> run(new Wish(TYPES, null, true), new Store(entries, inbox, () -> {})))
                .isInstanceOf(StripeAway.class);

        assertThat(stored()).containsExactly("evt_1");
        assertThat(complete(OWN).get(A)).isAfter(START);
    }

    @Test
    void aNewTypeBeginsWhenItIsWantedFirst() {
        run(new Wish(Set.of(A), null, false), new Store(entries, inbox, () -> {}));
        clock.move(Duration.ofHours(2));
        created("b_before", B, Duration.ofHours(1).plusMinutes(30));
        created("a_before", A, Duration.ofHours(1).plusMinutes(30));
        run();
        clock.move(Duration.ofMinutes(20));
        created("b_after", B, Duration.ofHours(2).plusMinutes(1));
        run();

        assertThat(stored()).containsExactly("evt_a_before", "evt_b_after");
        assertThat(watermarks.of(OWN))
                .filteredOn(mark -> mark.type().equals(B))
                .extracting(Mark::since)
                .containsExactly(START.minusMillis(400).plus(Duration.ofHours(2)));
    }

    @Test
    void reachesBackWhenItIsAskedToAndADryRunStoresNothing() {
        run();
        created("1", A, Duration.ofHours(-20));
        created("0", A, Duration.ofHours(-30));
        clock.move(Duration.ofMinutes(30));
        Wish wish = new Wish(TYPES, START.minus(Duration.ofDays(1)), false);

        Found dry = run(wish, new Store(entries, null, () -> {}));
        assertThat(dry.missing()).containsExactly(Map.entry(A, 1L));
        assertThat(stored()).isEmpty();
        assertThat(complete(OWN).get(A)).isEqualTo(START.minusMillis(400));

        run(wish, new Store(entries, inbox, () -> {}));
        assertThat(stored()).containsExactly("evt_1");
        assertThat(watermarks.of(OWN)).allSatisfy(mark -> {
            assertThat(mark.since()).isEqualTo(START.minusMillis(400).minus(Duration.ofDays(1)));
            assertThat(mark.complete()).isEqualTo(START.minusMillis(400).plus(Duration.ofMinutes(25)));
        });
    }

    @Test
    void aLookAtTheLastMinutesLeavesNoGap() {
        run();
        clock.move(Duration.ofDays(2));
        run(
                new Wish(TYPES, START.plus(Duration.ofDays(2)).minus(Duration.ofHours(1)), false),
                new Store(entries, inbox, () -> {}));

        assertThat(complete(OWN).get(A)).as("two days are not looked at").isEqualTo(START.minusMillis(400));
    }

    @Test
    void saysWhatStripeNoLongerLists() {
        run();
        created("1", A, Duration.ofDays(5));
        created("2", A, Duration.ofDays(20));
        clock.move(Duration.ofDays(40));

        run();

        assertThat(stored()).containsExactly("evt_2");
        assertThat(watermarks.of(OWN).get(0).since())
                .as("it claims no more than it knows")
                .isEqualTo(START.minusMillis(400).plus(Duration.ofDays(10)).plus(Duration.ofHours(1)));
    }

    @Test
    void connectedAccountsThatHaveSentEventsAreAskedAboutToo() {
        Event known = new Event("evt_known", A, "acct_1", false, START.getEpochSecond(), true);
        inbox.accept(new VerifiedEvent(
                known.id(),
                A,
                "connect",
                false,
                known.created(),
                null,
                "acct_1",
                null,
                known.posted().getBytes(StandardCharsets.UTF_8),
                START.minusSeconds(5)));
        runAll();
        Event lost =
                new Event("evt_lost", A, "acct_1", false, START.plusSeconds(600).getEpochSecond(), false);
        STUB.add(lost);
        created("own", A, Duration.ofMinutes(10));
        clock.move(Duration.ofHours(1));

        runAll();

        assertThat(stored()).containsExactly("evt_known", "evt_lost", "evt_own");
        assertThat(jdbc.queryForMap("SELECT endpoint, account FROM tollgate.inbox WHERE id = 'evt_lost'"))
                .containsEntry("endpoint", "connect")
                .containsEntry("account", "acct_1");
        assertThat(new String(entries.payload("evt_lost").orElseThrow(), StandardCharsets.UTF_8))
                .isEqualTo(lost.posted());
        assertThat(complete(new Scope("default", false, "acct_1")).get(A)).isAfter(START);
    }

    @Test
    void whatTheEndpointDoesNotLetInIsSetAsideHereToo() {
        Event known = new Event("evt_known", A, "acct_2", false, START.getEpochSecond(), true);
        inbox.accept(new VerifiedEvent(
                known.id(),
                A,
                "connect",
                false,
                known.created(),
                null,
                "acct_2",
                null,
                known.posted().getBytes(StandardCharsets.UTF_8),
                START.minusSeconds(5)));
        runAll();
        STUB.add(
                new Event("evt_lost", A, "acct_2", false, START.plusSeconds(600).getEpochSecond(), false));
        clock.move(Duration.ofHours(1));

        runAll();

        assertThat(jdbc.queryForMap("SELECT status, aside FROM tollgate.inbox WHERE id = 'evt_lost'"))
                .containsEntry("status", "ROUTED")
                .containsEntry(
                        "aside",
                        "it is of account acct_2, which tollgate.webhook.endpoints.connect.accounts keeps from the flows");
    }

    private void runAll() {
        reconciliation
                .accounts()
                .forEach(account ->
                        reconciliation.run(account, new Wish(TYPES, null, false), new Store(entries, inbox, () -> {})));
    }

    /** By its own clock, what happens in the next ten minutes would be complete already. */
    @Test
    void aClockThatIsAheadClaimsNothingThatIsStillToCome() {
        STUB.trouble(request -> WireMock.okJson("{\"data\": [], \"has_more\": false}")
                .withHeader("Date", "Mon, 01 Jun 2026 11:50:00 GMT"));
        run();

        assertThat(complete(OWN).get(A)).isEqualTo(Instant.parse("2026-06-01T11:50:00Z"));
    }

    @Test
    void thinEventsHaveAListOfTheirOwn() {
        String thin = "v1.billing.meter.error_report_triggered";
        STUB.server()
                .stubFor(WireMock.get(WireMock.urlPathEqualTo("/v2/core/events"))
                        .withQueryParam("types[0]", WireMock.equalTo(thin))
                        .withQueryParam("created[gte]", WireMock.equalTo("2026-06-01T12:00:00Z"))
                        .willReturn(WireMock.okJson(v2("evt_2", "\"/v2/core/events?page=2\""))));
        STUB.server()
                .stubFor(WireMock.get(WireMock.urlEqualTo("/v2/core/events?page=2"))
                        .willReturn(WireMock.okJson(v2("evt_1", "null"))));
        Store store = new Store(entries, inbox, () -> {});
        run(new Wish(Set.of(A, thin), null, true), store);
        clock.move(Duration.ofMinutes(30));

        run(new Wish(Set.of(A, thin), null, true), store);

        assertThat(stored()).containsExactly("evt_1", "evt_2");
        assertThat(jdbc.queryForList(
                        "SELECT type || ' ' || object_id || ' ' || created FROM tollgate.inbox", String.class))
                .containsOnly(thin + " mtr_1 1780315800");
    }

    /** {@code /v2} knows no {@code Stripe-Account}. */
    @Test
    void thinEventsOfAConnectedAccountAreAskedForInItsContext() {
        String thin = "v1.billing.meter.error_report_triggered";
        STUB.server()
                .stubFor(WireMock.get(WireMock.urlPathEqualTo("/v2/core/events"))
                        .willReturn(WireMock.okJson("{\"data\": [], \"next_page_url\": null}")));
        inbox.accept(new VerifiedEvent(
                "evt_known",
                A,
                "connect",
                false,
                START.getEpochSecond(),
                null,
                "acct_1",
                null,
                "{}".getBytes(StandardCharsets.UTF_8),
                START.minusSeconds(5)));
        Wish wish = new Wish(Set.of(thin), null, false);
        Store store = new Store(entries, inbox, () -> {});
        reconciliation.accounts().forEach(account -> reconciliation.run(account, wish, store));
        clock.move(Duration.ofMinutes(30));

        reconciliation.accounts().forEach(account -> reconciliation.run(account, wish, store));

        STUB.server()
                .verify(WireMock.getRequestedFor(WireMock.urlPathEqualTo("/v2/core/events"))
                        .withHeader("Stripe-Context", WireMock.equalTo("acct_1"))
                        .withoutHeader("Stripe-Account"));
    }

    private static String v2(String id, String next) {
        return """
                {"data": [{"id": "%s", "object": "v2.core.event", "type": "v1.billing.meter.error_report_triggered",
                  "livemode": false, "created": "2026-06-01T12:10:00.000Z", "context": null,
                  "related_object": {"id": "mtr_1", "type": "billing.meter", "url": "/v1/billing/meters/mtr_1"}}],
                 "next_page_url": %s, "previous_page_url": null}""".formatted(id, next);
    }

    @Test
    void allTypesAreThinOnesToo() {
        String thin = "v1.billing.meter.error_report_triggered";

        assertThat(reconciliation(List.of("*")).types(Set.of(A, thin))).containsExactlyInAnyOrder("*", thin);
    }

    @Test
    void allTypesMayBeAskedFor() {
        Reconciliation all = reconciliation(List.of("*"));
        Store store = new Store(entries, inbox, () -> {});
        all.run(all.accounts().get(0), new Wish(all.types(Set.of()), null, false), store);
        created("1", "some.type", Duration.ofMinutes(10));
        clock.move(Duration.ofHours(1));
        all.run(all.accounts().get(0), new Wish(all.types(Set.of()), null, false), store);

        assertThat(stored()).containsExactly("evt_1");
    }
}
