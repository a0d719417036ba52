package io.tollgate.inbox;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.EventFilter.Status;
import io.tollgate.support.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** What is stored and not to be routed. */
class SetAsideTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final EventFilter EVERYTHING = EventFilter.EVERYTHING;
    private static final EventFilter ASIDE = new EventFilter(null, null, null, null, null, null, null, true);

    private final Instant now = Instant.now();
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final JdbcClient client = OperatorConfiguration.jdbcClient(jdbc);
    private final Inbox inbox = TestInbox.open(dataSource);
    private final Entries entries = new Entries(client);
    private final Backlog backlog = new Backlog(client, Clock.systemUTC());
    private final Replays replays =
            new Replays(client, new DataSourceTransactionManager(dataSource), Clock.systemUTC());

    @AfterEach
    void close() {
        inbox.close();
        dataSource.close();
    }

    @Test
    void whatAnotherEndpointTakesIsRoutedInWhicheverOrderTheyCome() {
        assertThat(inbox.accept(at("evt_1", "shop", "acct_1").setAside("not of shop")))
                .isTrue();
        assertThat(inbox.accept(at("evt_1", "shop", "acct_1").setAside("not of shop")))
                .isFalse();
        assertThat(routable()).isEmpty();
        jdbc.update("UPDATE tollgate.inbox SET payload = NULL");
        VerifiedEvent taken = at("evt_1", "rent", "acct_1");
        assertThat(inbox.accept(taken)).as("as if it had come there only").isTrue();
        assertThat(inbox.accept(taken)).isFalse();
        assertThat(inbox.accept(at("evt_1", "shop", "acct_1").setAside("not of shop")))
                .isFalse();

        List<Entry> claimed = TestInbox.claims(dataSource).claimFresh(10, List.of(), LEASE);
        assertThat(claimed).hasSize(1);
        assertThat(claimed.get(0).event()).usingRecursiveComparison().isEqualTo(taken);
        TestInbox.outcomes(dataSource).markRouted(List.of(new RoutedEntry(claimed.get(0), List.of("jms:queue:a"), 1)));
        assertThat(inbox.accept(at("evt_1", "third", "acct_1"))).isFalse();
        assertThat(row("evt_1").status()).isEqualTo(Status.ROUTED);
    }

    /** The relay gets it from memory, at once. */
    @Test
    void itIsHandedOverAsANewOneIs() {
        inbox.accept(at("evt_1", "shop", null).setAside("not of shop"));
        inbox.handOff().open(new HandOff.Terms(LEASE, LEASE, java.util.Set::of, toClaim -> {}));
        inbox.accept(at("evt_1", "rent", null));

        Entry entry = inbox.handOff().take(10, type -> false).entries().get(0);
        assertThat(entry.event().endpoint()).isEqualTo("rent");
        TestInbox.outcomes(dataSource).markRouted(List.of(new RoutedEntry(entry, List.of(), 1)));
        assertThat(row("evt_1").status()).isEqualTo(Status.ROUTED);
    }

    @Test
    void ofTwoCopiesInOneBatchTheOneCountsThatIsToBeRouted() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (var holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("LOCK TABLE tollgate.inbox IN ACCESS EXCLUSIVE MODE");
            pool.submit(() -> inbox.accept(event("evt_0", "t", now)));
            await().until(() ->
                    jdbc.queryForObject("SELECT count(*) FROM pg_locks WHERE NOT granted", Integer.class) == 1);
            Future<Boolean> aside =
                    pool.submit(() -> inbox.accept(at("evt_1", "shop", null).setAside("not of shop")));
            await().until(() -> inbox.waiting() == 1);
            Future<Boolean> taken = pool.submit(() -> inbox.accept(at("evt_1", "rent", null)));
            await().until(() -> inbox.waiting() == 2);
            Future<Boolean> again = pool.submit(() -> inbox.accept(at("evt_1", "rent", null)));
            await().until(() -> inbox.waiting() == 3);
            holder.rollback();

            assertThat(List.of(aside.get(), taken.get(), again.get())).containsExactly(false, true, false);
        } finally {
            pool.shutdownNow();
        }
        assertThat(row("evt_1").endpoint()).isEqualTo("rent");
        assertThat(row("evt_1").status()).isEqualTo(Status.PENDING);
    }

    /** Stripe sends to both endpoints at the same moment, and two gateways take it in. */
    @Test
    void copiesThatComeAtTheSameMomentLoseNothing() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(32);
        List<Future<Boolean>> isNew = new ArrayList<>();
        try (Inbox other = TestInbox.open(dataSource)) {
            for (int i = 0; i < 400; i++) {
                String id = "evt_" + i;
                boolean first = i % 2 == 0;
                isNew.add(pool.submit(() ->
                        (first ? inbox : other).accept(at(id, "shop", null).setAside("not of shop"))));
                isNew.add(pool.submit(() -> (first ? other : inbox).accept(at(id, "rent", null))));
            }
            for (Future<Boolean> one : isNew) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        for (int i = 1; i < isNew.size(); i += 2) {
            assertThat(isNew.get(i).get()).as("the copy that is to be routed").isTrue();
        }
        assertThat(jdbc.queryForList(
                        "SELECT DISTINCT concat_ws(' ', status, endpoint, aside, attempts) FROM tollgate.inbox",
                        String.class))
                .containsExactly("PENDING rent 0");
    }

    @Test
    void isShownWithItsReasonAndLeftOutOfWhatIsTriedAndCountedAsRouted() {
        twoOfFour();
        assertThat(row("evt_a1").aside()).isEqualTo("not of shop");
        assertThat(row("evt_a1").source()).isEqualTo("webhook");
        assertThat(entries.page(ASIDE, 10, null)).extracting(Entries.Row::id).containsExactly("evt_a2", "evt_a1");
        assertThat(entries.page(EVERYTHING, 10, null)).hasSize(4);
        assertThat(entries.newest(10, null)).extracting(VerifiedEvent::id).containsExactly("evt_r2", "evt_r1");
        assertThat(entries.bodies(EVERYTHING, 10, null))
                .extracting(Entries.Body::id)
                .containsExactly("evt_r2", "evt_r1");
        assertThat(entries.bodies(ASIDE, 10, null)).hasSize(2);
        assertThat(backlog.lastMinute()).isEqualTo(new Backlog.Rates(4, 2));
        assertThat(backlog.routedInASecond()).isLessThanOrEqualTo(2);
        assertThat(backlog.setAsideSince(now.minusSeconds(60))).isEqualTo(Map.of("shop", 2L));
        assertThat(backlog.setAsideSince(now.plusSeconds(60))).isEmpty();
        assertThat(backlog.waiting()).isEmpty();
    }

    @Test
    void aReplayLeavesItOutUnlessItIsAskedFor() {
        twoOfFour();
        assertThat(replays.count(EVERYTHING, "").types()).isEqualTo(Map.of("t", 2L));
        assertThat(replay(new EventFilter("t", Status.ROUTED, null, null, null, null, null))
                        .replayed())
                .isEqualTo(2);
        assertThat(row("evt_a1").status()).isEqualTo(Status.ROUTED);
        assertThat(replays.isReplayable("evt_a1", false)).isFalse();
        assertThat(replays.replay("evt_a1", "ann", false, false)).isFalse();
        assertThat(replays.isReplayable("evt_a1", true)).isTrue();
        assertThat(replays.replay("evt_a1", "ann", false, true)).isTrue();
        assertThat(row("evt_a1").status()).isEqualTo(Status.PENDING);
        assertThat(row("evt_a1").aside()).isNull();

        assertThat(replays.count(ASIDE, "").types()).isEqualTo(Map.of("t", 1L));
        Replays.Result result = replay(ASIDE);
        assertThat(result.replayed()).isEqualTo(1);
        assertThat(result.filter().toString()).startsWith("--to=").endsWith(" --aside");
        assertThat(row("evt_a2").status()).isEqualTo(Status.PENDING);
        assertThat(entries.page(ASIDE, 10, null)).isEmpty();
        assertThat(TestInbox.claims(dataSource).claimFresh(10, List.of(), LEASE))
                .hasSize(4);
        assertThat(jdbc.queryForList("SELECT filter FROM tollgate.replay ORDER BY id", String.class))
                .hasSize(3)
                .element(0)
                .asString()
                .doesNotContain("aside");
    }

    @Test
    void anAccountThatIsSetAsideIsNotAskedFor() {
        inbox.accept(at("evt_1", "shop", "acct_1").setAside("not of shop"));
        inbox.accept(at("evt_2", "shop", "acct_2"));
        StripeAccounts accounts = TestStripe.accounts(dataSource);
        accounts.scan(Instant.now().plusSeconds(1));

        assertThat(accounts.list(now.minusSeconds(60)))
                .extracting(StripeAccounts.Connected::account)
                .containsExactly("acct_2");
    }

    @Test
    void retentionTakesItAsWhatIsRouted() {
        twoOfFour();
        jdbc.update("UPDATE tollgate.inbox SET settled_at = now() - interval '36 days' WHERE aside IS NOT NULL");
        Duration month = Duration.ofDays(30);
        try (Retention retention = new Retention(
                client, new DataSourceTransactionManager(dataSource), month, Duration.ofMillis(1), Clock.systemUTC())) {
            retention.run();
        }
        assertThat(entries.page(EVERYTHING, 10, null))
                .extracting(Entries.Row::id)
                .containsExactly("evt_r2", "evt_r1");
    }

    private Replays.Result replay(EventFilter filter) {
        return replays.replay(filter, "ann", "", false, () -> false, soFar -> {});
    }

    /** Two that are set aside, and two that are routed. */
    private void twoOfFour() {
        for (int i = 1; i <= 2; i++) {
            inbox.accept(event("evt_a" + i, "t", now.plusMillis(i)).setAside("not of shop"));
            inbox.accept(event("evt_r" + i, "t", now.plusMillis(10L + i)));
        }
        jdbc.update("UPDATE tollgate.inbox SET endpoint = 'shop'");
        List<Entry> claimed = TestInbox.claims(dataSource).claimFresh(10, List.of(), LEASE);
        TestInbox.outcomes(dataSource)
                .markRouted(claimed.stream()
                        .map(entry -> new RoutedEntry(entry, List.of(), 1))
                        .toList());
    }

    private static VerifiedEvent at(String id, String endpoint, String account) {
        byte[] payload = ("{\"at\":\"" + endpoint + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Instant received = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
        return new VerifiedEvent(id, "t", endpoint, true, 1L, null, account, null, payload, received);
    }

    private List<Entry> routable() {
        return TestInbox.claims(dataSource).claimFresh(10, List.of(), LEASE);
    }

    private Entries.Row row(String id) {
        return entries.find(id).orElseThrow();
    }
}
