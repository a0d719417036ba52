package io.tollgate.inbox;

import static io.tollgate.inbox.EventFilter.EVERYTHING;
import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.inbox.Entries.Position;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter.Status;
import io.tollgate.support.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What operators see of the inbox: entries, backlog, gateways. */
class EntriesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final JdbcClient client = OperatorConfiguration.jdbcClient(jdbc);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Inbox inbox = TestInbox.open(dataSource);
    private final TimedInbox timed = new TimedInbox(dataSource);
    private final Entries entries = new Entries(client);
    private final Backlog backlog = new Backlog(client, clock);

    @AfterEach
    void close() {
        inbox.close();
        dataSource.close();
    }

    @Test
    void showsWhatBecameOfAnEvent() {
        timed.store(event("evt_1", "invoice.paid", NOW));
        assertThat(entries.find("evt_1").orElseThrow())
                .isEqualTo(new Row(
                        "evt_1",
                        "invoice.paid",
                        "default",
                        null,
                        null,
                        Status.PENDING,
                        0,
                        false,
                        NOW,
                        NOW,
                        null,
                        null,
                        "webhook",
                        null));

        Entry first = timed.claimFresh(1, List.of(), NOW, LEASE).get(0);
        assertThat(entries.find("evt_1").orElseThrow().claimed()).isTrue();
        timed.markFailed(first, Optional.of(Duration.ofSeconds(5)), "boom", 3, NOW);
        assertThat(entries.find("evt_1").orElseThrow().error()).isEqualTo("boom");
        Instant later = NOW.plusSeconds(5);
        Entry second = timed.claimRetry(List.of(), "", later, LEASE).orElseThrow();
        timed.markRouted(List.of(new RoutedEntry(second, List.of("jms:queue:a", "sql:b"), 7)), later);

        assertThat(entries.find("evt_1").orElseThrow())
                .isEqualTo(new Row(
                        "evt_1",
                        "invoice.paid",
                        "default",
                        null,
                        null,
                        Status.ROUTED,
                        2,
                        false,
                        NOW,
                        null,
                        later,
                        null,
                        "webhook",
                        null));
        assertThat(entries.attempts("evt_1"))
                .containsExactly(
                        new Entries.Attempt(1, NOW, 3, List.of(), "boom"),
                        new Entries.Attempt(2, later, 7, List.of("jms:queue:a", "sql:b"), null));
        assertThat(entries.payload("evt_1"))
                .hasValueSatisfying(body -> assertThat(new String(body)).contains("evt_1"));
        assertThat(entries.find("evt_2")).isEmpty();
        assertThat(entries.payload("evt_2")).isEmpty();
    }

    @Test
    void pagesThroughAllTheNewestFirstThoughMoreComeIn() {
        for (int i = 0; i < 10; i++) {
            timed.store(event("evt_" + i, "t", NOW.plusSeconds(i / 3)));
        }
        List<String> seen = new ArrayList<>();
        List<Row> page = entries.page(EVERYTHING, 4, null);
        while (!page.isEmpty()) {
            page.forEach(row -> seen.add(row.id()));
            timed.store(event("evt_new" + seen.size(), "t", NOW.plusSeconds(60)));
            page = entries.page(EVERYTHING, 4, Position.of(page.get(page.size() - 1)));
        }
        assertThat(seen)
                .containsExactly(
                        "evt_9", "evt_8", "evt_7", "evt_6", "evt_5", "evt_4", "evt_3", "evt_2", "evt_1", "evt_0");
        assertThat(entries.page(new EventFilter(null, Status.DEAD, null, null, null, null, null), 4, null))
                .isEmpty();
    }

    @Test
    void theBacklogCountsWhatWaitsForWhateverReason() {
        Pauses pauses = new Pauses(client, clock);
        timed.store(event("evt_paused", "paused", NOW.minusSeconds(50)));
        pauses.pause("paused", "ann");
        timed.store(event("evt_retry", "failing", NOW.minusSeconds(100)));
        Entry retry = timed.claimFreshOf("failing", NOW, LEASE).orElseThrow();
        timed.markFailed(retry, Optional.of(Duration.ofHours(6)), "boom", 1, NOW);
        timed.store(event("evt_fresh", "failing", NOW.minusSeconds(10)));
        timed.store(event("evt_claimed", "claimed", NOW));
        timed.claimFreshOf("claimed", NOW, LEASE);

        assertThat(backlog.waiting())
                .containsExactly(
                        new Backlog.Waiting("failing", 2, 1, NOW.minusSeconds(100), false),
                        new Backlog.Waiting("paused", 1, 0, NOW.minusSeconds(50), true),
                        new Backlog.Waiting("claimed", 1, 0, NOW, false));
        pauses.pause(Pauses.ALL, "ann");
        assertThat(backlog.waiting()).allMatch(Backlog.Waiting::paused);

        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (BacklogMetrics metrics = new BacklogMetrics(backlog, pauses, Duration.ofDays(7), clock, registry)) {
            metrics.look();
            assertThat(registry.get("tollgate.inbox.oldest.age").gauge().value())
                    .isEqualTo(100);
            assertThat(registry.get("tollgate.inbox.paused").gauge().value()).isEqualTo(2);
            assertThat(new InboxHealthIndicator(inbox, metrics::pausedTypes)
                            .health()
                            .getDetails())
                    .containsEntry("pausedTypes", List.of("*", "paused"));
            assertThat(registry.get("tollgate.inbox.pending")
                            .tag("type", "other")
                            .gauge()
                            .value())
                    .isEqualTo(4);
        }
    }

    @Test
    void theDeadAreCountedByCause() {
        for (int i = 0; i < 3; i++) {
            timed.store(event("evt_" + i, "t", NOW.minusSeconds(i)));
            Entry entry = timed.claimFresh(1, List.of(), NOW, LEASE).get(0);
            timed.markFailed(entry, Optional.empty(), i == 0 ? "boom" : "bang", 1, NOW);
        }
        assertThat(backlog.dead(10))
                .containsExactly(
                        new Backlog.Dead("t", "bang", 2, NOW.minusSeconds(2)), new Backlog.Dead("t", "boom", 1, NOW));
        assertThat(backlog.dead(1)).hasSize(1);
        assertThat(backlog.dead(10, 2))
                .containsExactlyInAnyOrder(
                        new Backlog.Dead("t", "boom", 1, NOW), new Backlog.Dead("t", "bang", 1, NOW.minusSeconds(1)));
        assertThat(backlog.deadByType()).isEqualTo(Map.of("t", 3L));
        assertThat(backlog.waiting()).isEmpty();
        assertThat(backlog.lastMinute()).isEqualTo(new Backlog.Rates(3, 0));
    }

    @Test
    void theLastDecisionOfEachGatewayOnItsRoutesIsKnown() {
        RouteSets routes = new RouteSets(client, clock);
        new RouteSets(client, Clock.fixed(NOW.minus(Duration.ofDays(91)), ZoneOffset.UTC))
                .record("old:8080", "abc", RouteSets.Result.TAKEN, List.of());
        routes.record("a:8080", "abc", RouteSets.Result.TAKEN, List.of("a warning"));
        routes.record("a:8080", "def", RouteSets.Result.REFUSED, List.of("one", "two"));
        routes.record("b:8080", "abc", RouteSets.Result.TAKEN, List.of());

        assertThat(routes.latest())
                .containsExactly(
                        new RouteSets.Decision("a:8080", NOW, "def", RouteSets.Result.REFUSED, List.of("one", "two")),
                        new RouteSets.Decision("b:8080", NOW, "abc", RouteSets.Result.TAKEN, List.of()));
    }

    @Test
    void gatewaysReportAndAreForgotten() {
        Gateways gateways = new Gateways(client, clock);
        new Gateways(client, Clock.fixed(NOW.minus(Duration.ofDays(2)), ZoneOffset.UTC))
                .report("killed:8080", NOW, "1", null, List.of(), List.of());
        assertThat(gateways.list()).hasSize(1);
        gateways.report("a:8080", NOW, "1", null, List.of("failing"), List.of());
        gateways.report("a:8080", NOW, "2", "abc", List.of(), List.of("waiting"));

        assertThat(gateways.list())
                .containsExactly(new Gateways.Gateway("a:8080", NOW, NOW, "2", "abc", List.of(), List.of("waiting")));
        gateways.forget("b:8080");
        assertThat(gateways.list()).hasSize(1);
        gateways.forget("a:8080");
        assertThat(gateways.list()).isEmpty();
    }
}
