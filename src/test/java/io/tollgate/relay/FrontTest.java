package io.tollgate.relay;

import static io.tollgate.support.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.Entry;
import io.tollgate.relay.Front.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrontTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private long millis;
    private final Front front = new Front(Duration.ofSeconds(1), () -> TimeUnit.MILLISECONDS.toNanos(millis));

    @Test
    void oneLooksAtEverythingAtFirstAndThenOnceAPoll() {
        assertThat(front.place()).isEmpty();
        assertThat(front.place()).as("for the others, nothing yet").hasValue(new Place(Set.of(), Instant.EPOCH));
        front.found(List.of(), 10);

        millis += 999;
        assertThat(front.place()).hasValue(new Place(Set.of(), Instant.EPOCH));
        millis += 1;
        assertThat(front.place()).isEmpty();
        front.found(List.of(), 10);
        assertThat(front.place()).isPresent();
    }

    @Test
    void beginsALittleBeforeTheOldestThatWasFound() {
        front.place();
        front.found(List.of(entry("a", NOW.minusSeconds(20)), entry("b", NOW.minusSeconds(30))), 10);

        assertThat(front.place()).hasValue(new Place(Set.of("a", "b"), NOW.minusSeconds(31)));
    }

    @Test
    void beginsALittleBeforeTheLastClaimOnceNothingIsFound() {
        front.place();
        front.found(List.of(entry("a", NOW.minusSeconds(20))), 10);
        front.claimed(List.of(entry("a", NOW.minusSeconds(10))));
        millis += 1000;
        front.place();
        front.found(List.of(), 10);

        assertThat(front.place()).hasValue(new Place(Set.of(), NOW.minusSeconds(1)));
    }

    @Test
    void hasTheTypesThatWereStoredSinceAndDuringTheLastLook() {
        front.stored(Set.of("before"));
        front.place();
        front.stored(Set.of("meanwhile"));
        front.found(List.of(entry("found", NOW)), 10);
        front.stored(Set.of("since"));

        assertThat(front.place()).map(Place::types).hasValue(Set.of("meanwhile", "found", "since"));
    }

    @Test
    void keepsWhatWasSeenUntilTheNextLookHasEnded() {
        front.place();
        front.found(List.of(entry("old", NOW)), 10);
        millis += 1000;
        assertThat(front.place()).isEmpty();

        assertThat(front.place()).as("for another thread").map(Place::types).hasValue(Set.of("old"));
        front.found(List.of(), 10);
        assertThat(front.place()).map(Place::types).hasValue(Set.of());
    }

    @Test
    void looksAtEverythingOnceSomethingElseMayBeDue() {
        front.place();
        front.found(List.of(), 10);
        assertThat(front.place()).isPresent();

        front.forget();
        assertThat(front.place()).isEmpty();
        assertThat(front.place()).isPresent();
    }

    @Test
    void looksAgainWhenThereMayBeMoreTypesThanItFound() {
        front.place();
        front.found(List.of(entry("a", NOW), entry("b", NOW)), 2);
        assertThat(front.place()).isEmpty();
        front.found(List.of(entry("c", NOW)), 2);
        assertThat(front.place()).map(Place::types).hasValue(Set.of("c"));
    }

    @Test
    void oneLooksAtATimeAndAgainWhenItWasInVain() {
        front.place();
        front.forget();
        assertThat(front.place()).as("while another one looks").isPresent();
        front.found(List.of(), 10);
        assertThat(front.place()).as("what was forgotten meanwhile").isEmpty();

        front.failed();
        assertThat(front.place()).isEmpty();
    }

    @Test
    void saysWhenTheNextLookIs() {
        front.place();
        front.found(List.of(), 10);
        millis += 400;
        assertThat(front.untilLook()).isEqualTo(Duration.ofMillis(600));
        millis += 900;
        assertThat(front.untilLook()).isZero();
    }

    private static Entry entry(String type, Instant receivedAt) {
        return new Entry(event("evt_" + type, type, receivedAt), 1, 1, receivedAt, NOW);
    }
}
