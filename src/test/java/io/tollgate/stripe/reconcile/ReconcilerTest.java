package io.tollgate.stripe.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.TestInbox;
import io.tollgate.inbox.TestStripe;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.inbox.Watermarks;
import io.tollgate.inbox.Watermarks.Summary;
import io.tollgate.stripe.StripeAway;
import io.tollgate.stripe.StripeKeys;
import io.tollgate.stripe.TestKeys;
import io.tollgate.support.CapturedLog;
import io.tollgate.support.MovableClock;
import io.tollgate.support.StripeStub;
import io.tollgate.support.StripeStub.Event;
import io.tollgate.support.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ReconcilerTest {
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final String TYPE = "payment_intent.succeeded";

    private static final StripeStub STUB = new StripeStub();
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final Inbox inbox = TestInbox.open(dataSource);
    private final Watermarks watermarks = TestStripe.watermarks(dataSource);
    private final Leases leases = TestStripe.leases(dataSource);
    private final MovableClock clock = new MovableClock(START);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TestKeys access = new TestKeys(STUB.url(), "rk_live_reader");
    private Set<String> wanted = Set.of(TYPE);
    private final Reconciler reconciler = reconciler(access.keys());

    private Reconciler reconciler(StripeKeys keys) {
        Reconciliation reconciliation = new Reconciliation(
                keys,
                new EventList(access.api(), Duration.ofMillis(1)),
                watermarks,
                TestStripe.accounts(dataSource),
                new ReconcileProperties(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofHours(1), List.of()),
                new PolicyProperties(Map.of()),
                clock);
        return new Reconciler(
                new ReconcileRun(reconciliation, watermarks, TestStripe.entries(dataSource), clock),
                keys,
                () -> wanted,
                inbox,
                leases,
                new ReconcileMetrics(watermarks, registry, clock),
                Duration.ofMinutes(5),
                clock);
    }

    @AfterAll
    static void stopStub() {
        STUB.close();
    }

    @AfterEach
    void close() {
        reconciler.close();
        inbox.close();
        dataSource.close();
        STUB.reset();
    }

    private void created(String id, Duration afterStart) {
        STUB.add(new Event(id, TYPE, null, true, START.plus(afterStart).getEpochSecond(), false));
    }

    private int stored() {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox", Integer.class);
    }

    private double age() {
        return registry.get("tollgate.stripe.reconcile.age").gauge().value();
    }

    @Test
    void storesWhatIsMissingAndSaysHowFarItIs() {
        reconciler.run();
        created("evt_1", Duration.ofMinutes(10));
        clock.move(Duration.ofHours(1));
        try (CapturedLog log = CapturedLog.of(ReconcileMetrics.class)) {
            assertThat(reconciler.run()).isTrue();
            assertThat(log.text().lines()).anyMatch(line -> line.contains("default (live): 1 events never arrived"));
        }

        assertThat(stored()).isEqualTo(1);
        assertThat(age()).isEqualTo(300);
        assertThat(registry.get("tollgate.stripe.reconciled").counter().count()).isEqualTo(1);
        assertThat(leases.last("reconcile").orElseThrow().error()).isNull();
        clock.move(Duration.ofMinutes(10));
        assertThat(age()).isEqualTo(900);
    }

    @Test
    void withoutAKeyNothingIsAskedAndNothingBegins() {
        assertThat(reconciler(new TestKeys(STUB.url()).keys()).run()).isTrue();

        assertThat(STUB.server().getAllServeEvents()).isEmpty();
        assertThat(watermarks.all()).isEmpty();
        assertThat(registry.find("tollgate.stripe.reconcile.age").gauge()).isNull();
    }

    @Test
    void waitsForRoutes() {
        wanted = Set.of();
        assertThat(reconciler.run()).isFalse();
        assertThat(STUB.server().getAllServeEvents()).isEmpty();
    }

    @Test
    void oneGatewayAtATime() {
        leases.take("reconcile", "another", Duration.ofMinutes(1));

        reconciler.run();
        assertThat(STUB.server().getAllServeEvents()).isEmpty();

        leases.end("reconcile", "another", null);
        reconciler.run();
        assertThat(STUB.server().getAllServeEvents()).isNotEmpty();
    }

    @Test
    void aGatewayThatDiedHoldsNobodyUpForLongerThanItsLease() {
        leases.take("reconcile", "dead", Duration.ofMillis(300));

        await().until(() -> {
            reconciler.run();
            return !STUB.server().getAllServeEvents().isEmpty();
        });
    }

    @Test
    void whoLostItsTurnStopsAndWhatItHasStoredIsThere() {
        reconciler.run();
        created("evt_1", Duration.ofMinutes(10));
        created("evt_2", Duration.ofMinutes(50));
        clock.move(Duration.ofHours(2));
        STUB.trouble(request -> {
            jdbc.update("UPDATE tollgate.stripe_run SET holder = 'another', lease_end = now() + interval '1 hour'");
            return null;
        });

        assertThatThrownBy(reconciler::run).hasMessageContaining("another gateway");
        assertThat(leases.last("reconcile").orElseThrow().holder()).isEqualTo("another");
        assertThat(stored()).isZero();
    }

    @Test
    void whatKeepsItFromBeingCompleteIsSaidOnceAndShown() {
        STUB.trouble(request -> WireMock.aResponse().withStatus(403));
        try (CapturedLog log = CapturedLog.of(ReconcileMetrics.class)) {
            reconciler.run();
            reconciler.run();
            assertThat(log.text().lines())
                    .filteredOn(line -> line.contains("403"))
                    .hasSize(1);
        }
        assertThat(leases.last("reconcile").orElseThrow().error())
                .contains("default (live)", "403", "permission")
                .doesNotContain("rk_live");

        STUB.trouble(request -> WireMock.aResponse().withStatus(500));
        assertThatThrownBy(reconciler::run).isInstanceOf(StripeAway.class);
        assertThat(leases.last("reconcile").orElseThrow().error()).contains("500");
    }

    @Test
    void warnsLongBeforeStripeForgets() {
        reconciler.run();
        STUB.trouble(request -> WireMock.aResponse().withStatus(403));
        clock.move(Duration.ofDays(2));
        try (CapturedLog log = CapturedLog.of(ReconcileMetrics.class)) {
            reconciler.run();
            assertThat(log.text().lines()).anyMatch(line -> line.contains("known up to 2026-06-01T12:00:00Z only"));
        }
    }

    @Test
    void aTypeThatNoFlowWantsAnyMoreIsForgottenAfterADay() {
        wanted = Set.of(TYPE, "charge.refunded");
        reconciler.run();
        wanted = Set.of(TYPE);
        clock.move(Duration.ofHours(20));
        reconciler.run();
        assertThat(watermarks.all().get(0).types()).isEqualTo(2);
        assertThat(age()).as("nobody waits for it").isEqualTo(300);

        clock.move(Duration.ofHours(5));
        reconciler.run();
        assertThat(watermarks.all().get(0).types()).isEqualTo(1);
        assertThat(age()).isEqualTo(300);
    }

    @Test
    void anAccountThatStripeFailsForHoldsUpNoOther() {
        hasSentAnEvent("acct_1");
        hasSentAnEvent("acct_2");
        reconciler.run();
        createdAt("acct_2", "evt_lost", Duration.ofMinutes(10));
        clock.move(Duration.ofHours(1));
        STUB.trouble(request -> "acct_1".equals(request.getHeader("Stripe-Account"))
                ? WireMock.aResponse().withStatus(500)
                : null);

        assertThatThrownBy(reconciler::run).isInstanceOf(StripeAway.class);

        assertThat(jdbc.queryForList("SELECT id FROM tollgate.inbox", String.class))
                .contains("evt_lost");
    }

    @Test
    void whileStripeIsAwayItSaysHowFarBehindItIs() {
        reconciler.run();
        registry.clear();
        clock.move(Duration.ofDays(2));
        STUB.trouble(request -> WireMock.aResponse().withStatus(500));
        Reconciler restarted = reconciler(access.keys());

        try (CapturedLog log = CapturedLog.of(ReconcileMetrics.class)) {
            assertThatThrownBy(restarted::run).isInstanceOf(StripeAway.class);
            assertThat(log.text()).contains("known up to 2026-06-01T12:00:00Z only");
        }
        assertThat(age()).isEqualTo(Duration.ofDays(2).toSeconds());
    }

    private void hasSentAnEvent(String account) {
        Event event = new Event("evt_known_" + account, TYPE, account, true, START.getEpochSecond(), true);
        inbox.accept(new VerifiedEvent(
                event.id(),
                TYPE,
                "connect",
                true,
                event.created(),
                null,
                account,
                null,
                event.posted().getBytes(StandardCharsets.UTF_8),
                START.minusSeconds(5)));
    }

    private void createdAt(String account, String id, Duration afterStart) {
        STUB.add(new Event(id, TYPE, account, true, START.plus(afterStart).getEpochSecond(), true));
    }

    @Test
    void aKeyThatMayNotForAWeekendLosesNothingOfAConnectedAccount() {
        hasSentAnEvent("acct_1");
        reconciler.run();
        createdAt("acct_1", "evt_lost", Duration.ofHours(2));
        for (int status : new int[] {401, 403}) {
            STUB.trouble(request -> WireMock.aResponse().withStatus(status));
            clock.move(Duration.ofHours(30));
            reconciler.run();
        }
        STUB.trouble(request -> null);

        reconciler.run();

        assertThat(jdbc.queryForList("SELECT id FROM tollgate.inbox", String.class))
                .contains("evt_lost");
    }

    @Test
    void aConnectedAccountThatHasLeftIsToldOnceAndAskedAboutForADay() {
        hasSentAnEvent("acct_1");
        reconciler.run();
        STUB.trouble(request -> request.containsHeader("Stripe-Account")
                ? WireMock.aResponse().withStatus(403).withBody("{\"error\": {\"code\": \"account_invalid\"}}")
                : null);
        try (CapturedLog log = CapturedLog.of(ReconcileMetrics.class)) {
            for (int i = 0; i < 30; i++) {
                clock.move(Duration.ofHours(2));
                reconciler.run();
            }
            assertThat(log.text().lines())
                    .filteredOn(line -> line.contains("account_invalid"))
                    .hasSize(1);
        }
        assertThat(leases.last("reconcile").orElseThrow().error()).isNull();
        assertThat(watermarks.all()).noneMatch(Watermarks.Summary::connected);

        STUB.trouble(request -> null);
        jdbc.update(
                "UPDATE tollgate.inbox SET received_at = ? WHERE account = 'acct_1'", Timestamp.from(clock.instant()));
        clock.move(Duration.ofMinutes(1));
        reconciler.run();
        assertThat(watermarks.all()).as("it is back, and has sent an event").anyMatch(Watermarks.Summary::connected);
    }

    /** A line of the file of keys gets lost, and is found again weeks later. */
    @Test
    void whatIsKnownWithoutAKeyIsKeptForAsLongAsStripeListsEvents() {
        reconciler.run();
        Reconciler other = reconciler(new TestKeys(STUB.url(), "rk_test_reader").keys());
        clock.move(Duration.ofDays(20));
        other.run();
        assertThat(watermarks.all()).extracting(Summary::livemode).containsExactly(true, false);

        clock.move(Duration.ofDays(11));
        other.run();
        assertThat(watermarks.all()).extracting(Summary::livemode).containsExactly(false);
    }

    @Test
    void runsByItselfAndGoesOnAfterAFailure() {
        STUB.trouble(request -> WireMock.aResponse().withStatus(403));
        reconciler.start();

        await().until(() -> leases.last("reconcile").isPresent());
    }
}
