package io.tollgate.inbox;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class HandOffTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration USABLE = Duration.ofSeconds(15);

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final EventInsert insert = new EventInsert(dataSource, Duration.ofSeconds(10), Claims.DATABASE_CLOCK);
    private final Claims claims = TestInbox.claims(dataSource);
    private final Outcomes outcomes = TestInbox.outcomes(dataSource);
    private final AtomicLong ticker = new AtomicLong();
    private final HandOff handOff = new HandOff(ticker::get);
    private final Set<String> waiting = new HashSet<>();
    private final List<Boolean> arrived = new ArrayList<>();

    @BeforeEach
    void open() {
        handOff.open(new HandOff.Terms(LEASE, USABLE, () -> waiting, arrived::add));
    }

    @AfterEach
    void close() {
        insert.close();
        dataSource.close();
    }

    @Test
    void whatIsSetAsideIsStoredAsRoutedAndGoesNowhere() throws SQLException {
        List<VerifiedEvent> events = List.of(
                event("evt_1", "t", Instant.now()).setAside("it is a test event"),
                event("evt_2", "t", Instant.now()).on(Passage.RECONCILED));
        HandOff.Request request = handOff.ask(events);
        handOff.committed(request, insert.insert(events, request));

        assertThat(take(10).entries()).extracting(Entry::id).containsExactly("evt_2");
        assertThat(claims.claimFresh(10, List.of(), LEASE)).isEmpty();
        assertThat(jdbc.queryForList(
                        "SELECT concat_ws(' ', id, status, source, settled_at IS NOT NULL, claim IS NULL, aside)"
                                + " FROM tollgate.inbox ORDER BY id",
                        String.class))
                .containsExactly("evt_1 ROUTED webhook t t it is a test event", "evt_2 PENDING reconciled f f");
    }

    @Test
    void aNewEventIsHandedOverAndNobodyElseClaimsItBeforeItsLeaseIsOver() throws SQLException {
        store("t", "evt_1");

        Entry entry = take(10).entries().get(0);
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(entry.event().payload()).isNotEmpty();
        assertThat(entry.dueAt())
                .isBetween(Instant.now().minusSeconds(10), Instant.now().plusSeconds(10));
        assertThat(claims.claimFresh(10, List.of(), LEASE)).isEmpty();
        assertThat(jdbc.queryForMap(
                        "SELECT attempts, claim FROM tollgate.inbox WHERE due_at > now() + interval '50 s'"))
                .containsEntry("attempts", 0)
                .containsEntry("claim", entry.claim());
        assertThat(arrived).containsExactly(false);
    }

    @Test
    void isFreshAndNoSuspectWhenTheProcessDies() throws SQLException {
        store("t", "evt_1");
        jdbc.update("UPDATE tollgate.inbox SET due_at = now()");

        assertThat(claims.claimSuspect(List.of(), LEASE)).isEmpty();
        assertThat(claims.claimFresh(10, List.of(), LEASE)).hasSize(1);
    }

    @Test
    void whatBecameOfItIsCountedAsItsFirstAttempt() throws SQLException {
        store("t", "evt_back", "evt_failed", "evt_routed");
        List<Entry> entries = take(10).entries();

        outcomes.giveBack(entries.subList(0, 1), Duration.ZERO);
        outcomes.markFailed(List.of(new FailedEntry(entries.get(1), Optional.of(Duration.ZERO), "boom", 1)));
        outcomes.markRouted(List.of(new RoutedEntry(entries.get(2), List.of(), 1)));

        assertThat(jdbc.queryForList("SELECT status || attempts FROM tollgate.inbox ORDER BY id", String.class))
                .containsExactly("PENDING0", "PENDING1", "ROUTED1");
        assertThat(claims.claimFresh(10, List.of(), LEASE)).hasSize(1);
        assertThat(claims.claimRetries(10, List.of(), "", LEASE)).hasSize(1);
    }

    @Test
    void nothingOfAPausedTypeIsReserved() throws SQLException {
        Pauses pauses = TestInbox.pauses(dataSource);
        pauses.pause("a", "ann");
        store("a", "evt_a");
        store("b", "evt_b");
        assertThat(take(10).entries()).extracting(Entry::id).containsExactly("evt_b");

        pauses.pause(Pauses.ALL, "ann");
        store("b", "evt_c");
        assertThat(handOff.isEmpty()).isTrue();
        pauses.resume("a");
        pauses.resume(Pauses.ALL);
        assertThat(claims.claimFresh(10, List.of(), LEASE)).hasSize(2);
    }

    @Test
    void nothingIsReservedOfATypeThatWaitsNorWithoutARelay() throws SQLException {
        waiting.add("a");
        store("a", "evt_a");
        handOff.close();
        store("b", "evt_b");

        assertThat(handOff.isEmpty()).isTrue();
        assertThat(claims.claimFresh(10, List.of(), LEASE)).hasSize(2);
    }

    @Test
    void aFloodOfOneTypeLeavesThePlacesOfTheOthers() throws SQLException {
        store("flood", IntStream.range(0, 400).mapToObj(i -> "evt_f" + i).toArray(String[]::new));
        store("rare", "evt_r");

        assertThat(arrived).as("some are to be claimed").containsExactly(true, false);
        assertThat(take(2).entries()).extracting(Entry::type).containsExactlyInAnyOrder("flood", "rare");
        int handedOver = 1;
        while (!handOff.isEmpty()) {
            handedOver += take(10).entries().size();
        }
        assertThat(handedOver).isEqualTo(256);
        assertThat(claims.claimFresh(500, List.of(), LEASE)).hasSize(400 - 256);
    }

    @Test
    void isBoundedInBytesToo() throws SQLException {
        VerifiedEvent large = new VerifiedEvent(
                "evt_1", "t", "default", null, null, null, null, null, new byte[17 << 20], Instant.now());
        write(List.of(large));
        store("t", "evt_2");

        assertThat(take(10).entries()).extracting(Entry::id).containsExactly("evt_2");
    }

    @Test
    void isGivenBackOnceItsLeaseIsTooShortForAnAttempt() throws SQLException {
        store("t", "evt_1");
        ticker.addAndGet(USABLE.toNanos() - 1);
        store("t", "evt_2");
        ticker.addAndGet(1);

        HandOff.Taken taken = take(10);
        assertThat(taken.left()).extracting(Entry::id).containsExactly("evt_1");
        assertThat(taken.entries()).extracting(Entry::id).containsExactly("evt_2");
        outcomes.giveBack(taken.left(), Duration.ZERO);
        assertThat(claims.claimFresh(10, List.of(), LEASE)).hasSize(1);
    }

    @Test
    void whatWaitsIsLeftWhenItsTypeIsHeldAndWhenTheRelayStops() throws SQLException {
        store("a", "evt_a");
        store("b", "evt_b");
        assertThat(handOff.take(10, "a"::equals).left()).extracting(Entry::id).containsExactly("evt_a");

        store("c", "evt_c");
        assertThat(handOff.close()).extracting(Entry::id).containsExactly("evt_c");
        assertThat(handOff.isEmpty()).isTrue();
    }

    @Test
    void claimsTakeTheirTurnBesideNewEvents() throws SQLException {
        handOff.close();
        store("t", "evt_claimed");
        handOff.open(new HandOff.Terms(LEASE, USABLE, () -> waiting, arrived::add));
        store("t", "evt_new");

        assertThat(handOff.lacksClaims()).isTrue();
        handOff.claimed(claims.claimFresh(10, List.of(), LEASE));
        assertThat(handOff.lacksClaims()).isFalse();
        assertThat(take(10).entries()).extracting(Entry::id).containsExactly("evt_new", "evt_claimed");
        assertThat(handOff.lacksClaims()).isTrue();
    }

    @Test
    void whatWasClaimedTakesNoPlaceOfWhatIsNew() throws SQLException {
        handOff.close();
        store("t", IntStream.range(0, 300).mapToObj(i -> "evt_old" + i).toArray(String[]::new));
        open();
        handOff.claimed(claims.claimFresh(300, List.of(), LEASE));
        store("t", "evt_new");

        assertThat(handOff.takeAllOf("t"))
                .hasSize(301)
                .last()
                .extracting(Entry::id)
                .isEqualTo("evt_new");
        assertThat(handOff.isEmpty()).isTrue();
    }

    @Test
    void anEventThatIsTooLargeLeavesTheSmallOnesOfItsBatchTheirPlaces() throws SQLException {
        VerifiedEvent large = new VerifiedEvent(
                "evt_1", "t", "default", null, null, null, null, null, new byte[17 << 20], Instant.now());
        write(List.of(large, event("evt_2", "t", Instant.now())));

        assertThat(take(10).entries()).extracting(Entry::id).containsExactly("evt_2");
    }

    @Test
    void aDuplicateIsNotReservedAgain() throws SQLException {
        store("t", "evt_1");
        take(10);
        store("t", "evt_1");

        assertThat(handOff.isEmpty()).isTrue();
        assertThat(arrived).hasSize(1);
    }

    private HandOff.Taken take(int limit) {
        return handOff.take(limit, type -> false);
    }

    private void store(String type, String... ids) throws SQLException {
        List<VerifiedEvent> events = new ArrayList<>();
        for (String id : ids) {
            events.add(event(id, type, Instant.now()));
        }
        write(events);
    }

    private void write(List<VerifiedEvent> events) throws SQLException {
        HandOff.Request request = handOff.ask(events);
        handOff.committed(request, insert.insert(events, request));
    }
}
