package io.tollgate.inbox;

import static io.tollgate.inbox.EventFilter.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
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
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

class ReplaysTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = NOW.minus(Duration.ofHours(2));
    private static final EventFilter DEAD = new EventFilter(null, Status.DEAD, null, null, null, null, null);

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final Replays replays = new Replays(
            OperatorConfiguration.jdbcClient(jdbc),
            new DataSourceTransactionManager(dataSource),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        dataSource.close();
    }

    /** What a flow behind a queue does once it does again only when that is asked for. */
    @Test
    void saysWhatIsDoneAndForgetsItWhenAskedTo() {
        rows(5, "dead", "invoice.paid", "DEAD", "no such queue");
        rows(5, "other", "charge.failed", "DEAD", "no such queue");
        DoneEvents done = new DoneEvents(JdbcClient.create(dataSource), Clock.fixed(NOW, ZoneOffset.UTC));
        List.of("evt_dead1", "evt_dead2", "evt_other1")
                .forEach(id -> done.note(new DoneEvents.Work(id, "erp", "once", id)));
        done.note(new DoneEvents.Work("evt_dead1", "crm", "once", "evt_dead1"));
        EventFilter paid = new EventFilter("invoice.*", Status.DEAD, null, null, null, null, null);

        assertThat(replays.count(paid, "")).isEqualTo(new Replays.Count(Map.of("invoice.paid", 5L), 2));
        assertThat(replays.isReplayable("evt_dead1", false)).isTrue();
        assertThat(replays.isReplayable("evt_none", false)).isFalse();
        assertThat(replays.replay(paid, "ann", "", false, () -> false, count -> {})
                        .done())
                .isEqualTo(2);
        assertThat(done.of("evt_dead1")).hasSize(2);
        jdbc.update("UPDATE tollgate.inbox SET status = 'DEAD'");
        assertThat(replays.replay(paid, "ann", "", true, () -> false, count -> {})
                        .done())
                .isEqualTo(2);
        assertThat(done.of("evt_dead1")).isEmpty();
        assertThat(done.of("evt_other1")).hasSize(1);

        assertThat(replays.replay("evt_other1", "ann", true, false)).isTrue();
        assertThat(done.of("evt_other1")).isEmpty();
    }

    @Test
    void setsBackWhatTheFilterFindsAndNothingElse() {
        rows(50, "dead", "invoice.paid", "DEAD", "no such queue");
        rows(5, "other", "charge.failed", "DEAD", "timeout");
        rows(5, "routed", "invoice.paid", "ROUTED", null);
        EventFilter filter = new EventFilter("invoice.*", Status.DEAD, null, null, null, null, "NO SUCH");

        assertThat(replays.count(filter, "").types()).isEqualTo(Map.of("invoice.paid", 50L));
        Replays.Result result = replays.replay(filter, "ann", "", false, () -> false, count -> {});

        assertThat(result.replayed()).isEqualTo(50);
        assertThat(result.complete()).isTrue();
        assertThat(jdbc.queryForList("SELECT id FROM tollgate.inbox WHERE status = 'PENDING' AND attempts = 0"
                        + " AND claim IS NULL AND error IS NULL AND settled_at IS NULL"))
                .hasSize(50)
                .allMatch(row -> row.get("id").toString().startsWith("evt_dead"));
        assertThat(replays.count(filter, "").types()).isEmpty();
        assertThat(jdbc.queryForMap(
                        "SELECT requested_by, filter, replayed, ended_at IS NULL AS runs FROM tollgate.replay"))
                .containsEntry("requested_by", "ann")
                .containsEntry("replayed", 50L)
                .containsEntry("runs", false)
                .hasEntrySatisfying(
                        "filter",
                        text -> assertThat(text)
                                .isEqualTo(
                                        "--type='invoice.*' --status=DEAD --to=2026-01-01T00:00:00Z --error='NO SUCH'"));
        assertThat(result.filter().toString()).contains("--to=2026-01-01T00:00:00Z");
    }

    @Test
    void canBeStoppedBetweenTwoRangesAndGoOnFromThere() {
        rows(5000, "dead", "invoice.paid", "DEAD", "no such queue");
        List<Replays.Result> progress = new ArrayList<>();

        Replays.Result first = replays.replay(DEAD, "ann", "", false, () -> progress.size() == 2, progress::add);

        assertThat(progress).hasSize(2).last().isEqualTo(first);
        assertThat(first.complete()).isFalse();
        assertThat(first.replayed()).isPositive().isLessThan(5000);
        assertThat(count("PENDING")).isEqualTo(first.replayed());
        assertThat(jdbc.queryForObject("SELECT replayed FROM tollgate.replay", Long.class))
                .isEqualTo(first.replayed());
        assertThat(jdbc.queryForObject("SELECT max(id) FROM tollgate.inbox WHERE status = 'PENDING'", String.class))
                .isEqualTo(first.lastId());

        Replays.Result rest = replays.replay(DEAD, "ann", first.lastId(), false, () -> false, count -> {});
        assertThat(rest.complete()).isTrue();
        assertThat(first.replayed() + rest.replayed()).isEqualTo(5000);
        assertThat(count("PENDING")).isEqualTo(5000);
    }

    @Test
    void looksAtTheFewThatAnIndexFindsAndNotAtTheWholeInbox() {
        rows(10_000, "routed", "invoice.paid", "ROUTED", null);
        rows(7, "dead", "invoice.paid", "DEAD", "no such queue");
        jdbc.update("UPDATE tollgate.inbox SET received_at = ? WHERE id = 'evt_dead3'", java.sql.Timestamp.from(LATER));
        EventFilter lately = new EventFilter(null, null, LATER, null, null, null, null);
        for (EventFilter few : List.of(lately, DEAD)) {
            List<Replays.Result> progress = new ArrayList<>();
            Map<String, Long> counted = replays.count(few, "").types();
            assertThat(counted).isEqualTo(Map.of("invoice.paid", few == DEAD ? 6L : 1L));
            replays.replay(few, "ann", "", false, () -> false, progress::add);
            assertThat(progress)
                    .hasSize(2)
                    .last()
                    .satisfies(result -> assertThat(result.replayed()).isEqualTo(counted.get("invoice.paid")));
        }
        assertThat(count("PENDING")).isEqualTo(7);
    }

    /** What is few when it begins may be many in the middle of it: where it has come to is an id, either way. */
    @Test
    void findsTheSameWhetherThereAreFewOrNot() {
        rows(4100, "dead", "invoice.paid", "DEAD", "no such queue");
        rows(4100, "other", "invoice.paid", "ROUTED", null);
        Replayable never = new Replayable(OperatorConfiguration.jdbcClient(jdbc), 0);
        Replayable always = new Replayable(OperatorConfiguration.jdbcClient(jdbc), Integer.MAX_VALUE - 1);
        assertThat(always.count(DEAD, "", () -> false)).isEqualTo(never.count(DEAD, "", () -> false));
        String from = "";
        long found = 0;
        for (int i = 0; ; i++) {
            Optional<Replayable.Range> range = (i % 2 == 0 ? always : never).next(DEAD, from);
            if (range.isEmpty()) {
                break;
            }
            from = range.get().end();
            found += always.done(
                    "SELECT count(*) FROM tollgate.inbox WHERE %s", range.get().matching());
        }
        assertThat(found).isEqualTo(4100);
    }

    @Test
    void canBeStoppedAlsoWhereAllAreLookedAt() {
        rows(5000, "routed", "invoice.paid", "ROUTED", null);
        List<Replays.Result> progress = new ArrayList<>();
        Replays.Result first = replays.replay(EVERYTHING, "ann", "", false, () -> progress.size() == 2, progress::add);
        assertThat(first.replayed()).isPositive().isLessThan(5000);
        Replays.Result rest = replays.replay(EVERYTHING, "ann", first.lastId(), false, () -> false, count -> {});
        assertThat(first.replayed() + rest.replayed()).isEqualTo(5000);
        assertThat(count("PENDING")).isEqualTo(5000);
    }

    @Test
    void leavesAloneWhatWaitsForItsFirstAttemptOrIsInOneOrHasNoPayload() {
        rows(1, "fresh", "t", "PENDING", null);
        rows(1, "claimed", "t", "PENDING", null);
        rows(1, "retry", "t", "PENDING", "boom");
        rows(1, "purged", "t", "ROUTED", null);
        jdbc.update("UPDATE tollgate.inbox SET attempts = 0 WHERE id = 'evt_fresh1'");
        jdbc.update("UPDATE tollgate.inbox SET claim = 7 WHERE id = 'evt_claimed1'");
        jdbc.update("UPDATE tollgate.inbox SET payload = NULL WHERE id = 'evt_purged1'");

        assertThat(replays.count(EVERYTHING, "").types()).isEqualTo(Map.of("t", 1L));
        for (String id : List.of("evt_fresh1", "evt_claimed1", "evt_purged1", "evt_unknown")) {
            assertThat(replays.replay(id, "ann", false, false)).as(id).isFalse();
        }
        assertThat(replays.replay("evt_retry1", "ann", false, false)).isTrue();
        assertThat(jdbc.queryForMap("SELECT attempts, error, due_at FROM tollgate.inbox WHERE id = 'evt_retry1'"))
                .containsEntry("attempts", 0)
                .containsEntry("error", null)
                .containsEntry("due_at", java.sql.Timestamp.from(NOW));
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.replay", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void takesNothingThatComesInMeanwhile() {
        rows(1, "old", "t", "DEAD", "boom");
        rows(1, "new", "t", "DEAD", "boom");
        jdbc.update("UPDATE tollgate.inbox SET received_at = ? WHERE id = 'evt_new1'", java.sql.Timestamp.from(NOW));

        assertThat(replays.replay(DEAD, "ann", "", false, () -> false, count -> {})
                        .replayed())
                .isEqualTo(1);
        assertThat(count("DEAD")).isEqualTo(1);
    }

    @Test
    void eachFilterNarrowsItDown() {
        rows(1, "a", "invoice.paid", "DEAD", "100% wrong_name");
        jdbc.update("UPDATE tollgate.inbox SET account = 'acct_1', endpoint = 'connect'");
        Instant received = NOW.minus(Duration.ofDays(1));

        for (EventFilter finds : List.of(
                EVERYTHING,
                new EventFilter("invoice.paid", null, null, null, null, null, null),
                new EventFilter("*.paid", null, null, null, null, null, null),
                new EventFilter(null, null, received, received.plusMillis(1), null, null, null),
                new EventFilter(null, null, null, null, "connect", "acct_1", "100% WRONG_"))) {
            assertThat(replays.count(finds, "").types()).as(finds.toString()).hasSize(1);
        }
        for (EventFilter misses : List.of(
                new EventFilter("invoice_paid", null, null, null, null, null, null),
                new EventFilter("invoice", null, null, null, null, null, null),
                new EventFilter(null, Status.ROUTED, null, null, null, null, null),
                new EventFilter(null, null, received.plusMillis(1), null, null, null, null),
                new EventFilter(null, null, null, received, null, null, null),
                new EventFilter(null, null, null, null, "default", null, null),
                new EventFilter(null, null, null, null, null, "acct_2", null),
                new EventFilter(null, null, null, null, null, null, "wrong-name"))) {
            assertThat(replays.count(misses, "").types()).as(misses.toString()).isEmpty();
        }
    }

    private void rows(int count, String name, String type, String status, String error) {
        jdbc.update(
                """
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at, settled_at, status, attempts, error)
                SELECT 'evt_' || ? || i, ?, 'default', '{}', ?, ?, ?, ?, 3, ? FROM generate_series(1, ?) AS i""",
                name,
                type,
                java.sql.Timestamp.from(NOW.minus(Duration.ofDays(1))),
                java.sql.Timestamp.from(NOW.plus(Duration.ofHours(8))),
                status.equals("PENDING") ? null : java.sql.Timestamp.from(NOW.minus(Duration.ofHours(1))),
                status,
                error,
                count);
    }

    private long count(String status) {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = ?", Long.class, status);
    }
}
