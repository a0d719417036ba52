package io.tollgate.alerts;

import io.tollgate.inbox.Backlog.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Types of which an event waits for long. What somebody has paused waits because it is meant to. */
record OldestWaiting(Supplier<List<Waiting>> waiting, Duration limit, Clock clock) implements Question {
    @Override
    public Condition condition() {
        return Condition.OLDEST_WAITING;
    }

    @Override
    public List<Sight> ask() {
        Instant before = clock.instant().minus(limit);
        return waiting.get().stream()
                .filter(type -> !type.paused() && type.oldest().isBefore(before))
                .map(type -> new Sight(
                        condition(), type.type(), "The oldest has waited for more than " + limit.toSeconds() + " s"))
                .toList();
    }
}
