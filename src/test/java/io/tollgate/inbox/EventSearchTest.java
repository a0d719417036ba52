package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entries.Position;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter.Status;
import io.tollgate.inbox.EventSearch.Found;
import io.tollgate.support.MovableClock;
import io.tollgate.support.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Fifty thousand events: what is found is what a plain question finds, whatever it takes, and in no more time than there is. */
class EventSearchTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int EVENTS = 50_000;

    private static HikariDataSource dataSource;
    private static JdbcClient client;

    /** Three of a second have one time; a tenth is dead, a hundredth waits, and a half of it was tried before. */
    @BeforeAll
    static void fill() {
        dataSource = TestDatabase.newInbox();
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        client = OperatorConfiguration.jdbcClient(jdbc);
        jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, account, object_id, received_at, due_at, settled_at, status, attempts,
                                            error, aside, payload)
                SELECT 'evt_' || i, CASE WHEN i % 7 = 0 THEN 'invoice.paid' ELSE 'charge.failed' END, 'default',
                       CASE WHEN i % 1000 = 3 THEN 'acct_1' END, 'in_' || i / 5, at, at, at,
                       CASE WHEN i % 10 = 1 THEN 'DEAD' WHEN i % 100 = 2 THEN 'PENDING' ELSE 'ROUTED' END,
                       CASE WHEN i % 200 = 2 THEN 0 ELSE 1 END, CASE WHEN i % 10 = 1 THEN 'cause ' || i % 13 END,
                       CASE WHEN i % 500 = 9 THEN 'livemode' END, '{}'
                FROM (SELECT i, '2026-01-01T00:00:00Z'::timestamptz + i / 3 * interval '1 s' AS at
                      FROM generate_series(0, ?) AS i) AS e""", EVENTS - 1);
    }

    @AfterAll
    static void close() {
        dataSource.close();
    }

    static Stream<EventFilter> filters() {
        Instant middle = START.plusSeconds(EVENTS / 6);
        return Stream.of(
                EventFilter.EVERYTHING,
                filter("invoice.paid", null, null, null, null, null, null),
                filter("nothing.*", null, null, null, null, null, null),
                filter(null, Status.DEAD, null, null, null, null, null),
                filter(null, Status.PENDING, null, null, null, null, null),
                filter(null, Status.ROUTED, null, null, "acct_1", null, null),
                filter("invoice.*", Status.DEAD, middle, null, null, "CAUSE 7", null),
                filter(null, null, null, null, null, null, "in_77"),
                filter(null, null, null, null, null, null, "in_nowhere"),
                filter(null, Status.DEAD, null, middle, null, null, "in_77"),
                filter(null, null, null, null, null, "cause 12", null),
                filter(null, null, middle, middle.plusSeconds(100), null, null, null),
                filter("invoice.paid", null, null, START.plusSeconds(5), null, null, null),
                filter(null, null, null, START, null, null, null),
                new EventFilter(null, null, null, null, null, null, null, true, null));
    }

    private static EventFilter filter(
            String type, Status status, Instant from, Instant to, String account, String error, String object) {
        return new EventFilter(type, status, from, to, null, account, error, null, object);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void findsWhatThereIsPageByPage(EventFilter filter) {
        List<String> all = new Entries(client)
                .page(filter, EVENTS, null).stream().map(Row::id).toList();
        EventSearch search = new EventSearch(client, Clock.systemUTC());
        List<String> found = new ArrayList<>();
        Position after = null;
        int pages = 0;
        do {
            Found page = search.page(filter, 997, after);
            found.addAll(page.rows().stream().map(Row::id).toList());
            assertThat(page.rows().size() < 997 && page.next() != null).isEqualTo(page.searchedTo() != null);
            after = page.next();
            assertThat(++pages).isLessThan(1000);
        } while (after != null);
        assertThat(found).isEqualTo(all);
    }

    @Test
    void saysHowFarItCameOnceItsTimeIsOver() {
        MovableClock clock = new MovableClock(START);
        InstantSource hurried = () -> {
            clock.move(Duration.ofSeconds(1));
            return clock.instant();
        };
        EventSearch search = new EventSearch(client, hurried);
        EventFilter nowhere = filter("nothing.at_all", null, null, null, null, null, null);
        List<Instant> searchedTo = new ArrayList<>();
        Found page = search.page(nowhere, 50, null);
        while (page.next() != null) {
            assertThat(page.rows()).isEmpty();
            assertThat(page.searchedTo()).isEqualTo(page.next().receivedAt());
            searchedTo.add(page.searchedTo());
            page = search.page(nowhere, 50, page.next());
        }
        assertThat(page.searchedTo()).isNull();
        assertThat(searchedTo).hasSize(5).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(search.page(filter(null, null, null, null, null, null, "in_77"), 50, null)
                        .searchedTo())
                .isNull();
    }

    @Test
    void asksTheIndexesForWhatTheyHave() {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        jdbc.execute("ANALYZE tollgate.inbox");
        Stream.of(
                        filter(null, Status.PENDING, null, null, null, null, null),
                        filter(null, null, null, null, null, "cause 12", null),
                        filter(null, null, null, null, null, null, "in_77"))
                .forEach(filter -> {
                    Condition indexed = filter.indexed().orElseThrow();
                    assertThat(String.join(
                                    "\n",
                                    client.sql("EXPLAIN SELECT 1 FROM tollgate.inbox WHERE " + indexed.sql())
                                            .params(indexed.arguments())
                                            .query(String.class)
                                            .list()))
                            .as(filter.toString())
                            .contains("Index")
                            .doesNotContain("Seq Scan");
                });
    }
}
