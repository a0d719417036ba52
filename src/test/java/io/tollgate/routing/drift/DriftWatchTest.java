package io.tollgate.routing.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Seen.Kind;
import io.tollgate.inbox.Seen.New;
import io.tollgate.inbox.TestInbox;
import io.tollgate.inbox.TestStripe;
import io.tollgate.support.CapturedLog;
import io.tollgate.support.MovableClock;
import io.tollgate.support.TestDatabase;
import io.tollgate.webhook.EventReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class DriftWatchTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Map<String, List<String>> FLOWS = Map.of(
            "charge.refunded", List.of("charge-refunded"),
            "charge.teleported", List.of("charges", "all"),
            "invoice.paid", List.of("invoice-paid"));

    private final MovableClock clock = new MovableClock(NOW);
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final Inbox inbox = TestInbox.open(dataSource);
    private final CapturedLog log = CapturedLog.of(DriftWatch.class);
    private int number;

    private SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private boolean routesRun = true;
    private DriftWatch watch = watch();

    @BeforeEach
    void theAccountIsOnAVersion() {
        store("charge.refunded", "2025-01-27.acacia", "");
        watch.look();
    }

    @AfterEach
    void close() {
        log.close();
        inbox.close();
        dataSource.close();
    }

    private DriftWatch watch() {
        return new DriftWatch(
                TestStripe.seen(dataSource),
                () -> routesRun,
                type -> FLOWS.getOrDefault(type, List.of()),
                clock,
                metrics);
    }

    private String store(String type, String version, String field) {
        return store("""
                {"id": "evt_%d", "object": "event", "type": "%s", "api_version": "%s", "created": 1, "livemode": false,
                 "data": {"object": {"id": "ch_1", "object": "charge", "amount": 1099%s}}}""".formatted(++number, type, version, field));
    }

    private String store(String payload) {
        inbox.accept(EventReader.read(payload.getBytes(StandardCharsets.UTF_8), "default", clock.instant()));
        return "evt_" + number;
    }

    private List<New> news() {
        return TestStripe.seen(dataSource).news(100);
    }

    private double counted(Kind kind) {
        return metrics.get("tollgate.drift").tag("kind", kind.label()).counter().count();
    }

    @Test
    void theFirstVersionAndWhatStripesLibrariesKnowAreNoNews() {
        store("invoice.paid", "2025-01-27.acacia", "");
        store("three_d_secure.authentication.succeeded", "2025-01-27.acacia", "");
        store("{\"id\":\"evt_thin\",\"object\":\"v2.core.event\",\"type\":\"v1.charge.refunded\",\"livemode\":false,"
                + "\"created\":\"2026-06-01T00:00:00.000Z\",\"reason\":null,\"context\":null,"
                + "\"related_object\":{\"id\":\"ch_1\",\"type\":\"charge\",\"url\":\"/v1/charges/ch_1\"}}");
        watch.look();

        assertThat(news()).isEmpty();
        assertThat(log.text()).isEmpty();
    }

    @Test
    void aNewVersionIsToldOnceWithTheFlowsOfAllTypesThatHaveIt() {
        store("charge.refunded", "2026-10-28.endive", "");
        String last = store("invoice.paid", "2026-10-28.endive", "");
        watch.look();
        watch.look();

        assertThat(news()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.VERSION);
            assertThat(one.name()).isEqualTo("2026-10-28.endive");
            assertThat(one.flows()).containsExactly("charge-refunded", "invoice-paid");
        });
        assertThat(counted(Kind.VERSION)).isEqualTo(1);
        assertThat(log.text())
                .hasLineCount(1)
                .contains("has a version that no event had before: 2026-10-28.endive; flows that it concerns:"
                        + " charge-refunded, invoice-paid")
                .containsAnyOf("evt_" + (number - 1), last);
    }

    /** It is told once, so it would be wrong for good. */
    @Test
    void nothingIsToldBeforeTheFlowsAreKnown() {
        routesRun = false;
        store("charge.teleported", "2025-01-27.acacia", "");
        watch.look();
        assertThat(news()).isEmpty();

        routesRun = true;
        watch.look();
        assertThat(news())
                .singleElement()
                .satisfies(one -> assertThat(one.flows()).isNotEmpty());
    }

    @Test
    void aTypeThatNobodyKnowsIsToldAndWhetherAFlowTakesIt() {
        String taken = store("charge.teleported", "2025-01-27.acacia", "");
        String left = store("order.shipped", "2025-01-27.acacia", "");
        watch.look();

        assertThat(news())
                .containsExactlyInAnyOrder(
                        new New(
                                Kind.TYPE,
                                "charge.teleported",
                                NOW,
                                taken,
                                "charge.teleported",
                                List.of("all", "charges")),
                        new New(Kind.TYPE, "order.shipped", NOW, left, "order.shipped", List.of()));
        assertThat(log.text()).contains("order.shipped; no flow takes it", "flows that it concerns: all, charges");
    }

    @Test
    void fieldsOfTheEventAndOfItsObjectAreToldOnceEach() {
        clock.move(Duration.ofSeconds(1));
        String id = store("charge.refunded", "2025-01-27.acacia", ", \"level4\": {\"any\": 1}, \"No Field\": 2");
        watch.look();
        clock.move(Duration.ofSeconds(1));
        store("charge.refunded", "2025-01-27.acacia", ", \"level4\": null");
        store("""
                {"id": "evt_%d", "object": "event", "type": "charge.refunded", "created": 1, "livemode": false,
                 "origin": "moon", "data": {"object": {"id": "ch_1", "object": "charge"}}}""".formatted(++number));
        watch.look();

        assertThat(news()).extracting(New::name).containsExactlyInAnyOrder("charge.level4", "origin");
        assertThat(news())
                .filteredOn(one -> one.name().equals("charge.level4"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.event()).isEqualTo(id);
                    assertThat(one.flows()).containsExactly("charge-refunded");
                });
        assertThat(counted(Kind.FIELD)).isEqualTo(2);
    }

    @Test
    void anotherGatewayAndOneThatStartsAgainSayNothing() {
        DriftWatch other = watch();
        store("order.shipped", "2026-10-28.endive", "");
        other.look();
        assertThat(log.text()).hasLineCount(2);
        watch.look();
        watch().look();

        assertThat(log.text()).hasLineCount(2);
        assertThat(news()).hasSize(2);
        assertThat(counted(Kind.TYPE) + counted(Kind.VERSION) + counted(Kind.FIELD))
                .isEqualTo(2);
    }

    @Test
    void findsWhatCameWhileNoGatewayLookedAndLeavesWhatIsOld() {
        store("order.shipped", "2025-01-27.acacia", "");
        clock.move(Duration.ofMinutes(50));
        watch().look();
        assertThat(news()).extracting(New::name).containsExactly("order.shipped");

        store("order.returned", "2025-01-27.acacia", "");
        clock.move(Duration.ofMinutes(70));
        watch().look();
        assertThat(news()).hasSize(1);
    }

    @Test
    void noOneFillsItWithNamesWithAnyNumberOfGateways() {
        DriftWatch other = watch();
        other.look();
        for (int i = 0; i < 110; i++) {
            store("charge.refunded", "version-" + i, "");
        }
        watch.look();
        assertThat(TestStripe.seen(dataSource).names(Kind.VERSION)).hasSize(100);

        clock.move(Duration.ofMinutes(1));
        store("charge.refunded", "one-more", "");
        watch.look();
        other.look();
        watch().look();
        assertThat(TestStripe.seen(dataSource).names(Kind.VERSION)).hasSize(100).doesNotContain("one-more");
    }

    @Test
    void whatAnInboxInUseIsUsedToIsNoNewsAfterTheUpgrade() {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        store("charge.refunded", "2020-08-27", "");
        jdbc.update("DROP TABLE tollgate.seen, tollgate.copy");
        jdbc.update("DELETE FROM tollgate.flyway_schema_history WHERE version = '11'");
        org.flywaydb.core.Flyway.configure()
                .dataSource(dataSource)
                .defaultSchema("tollgate")
                .outOfOrder(true)
                .load()
                .migrate();
        watch().look();

        assertThat(news()).isEmpty();
        assertThat(TestStripe.seen(dataSource).names(Kind.VERSION))
                .containsExactlyInAnyOrder("2025-01-27.acacia", "2020-08-27");
    }
}
