package io.tollgate.alerts;

import io.tollgate.inbox.Arrivals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether Stripe has sent nothing for longer than {@link UsualSilence} knows of. Of one thread. */
final class NoEvents implements Question {
    private static final Duration LEARN_EVERY = Duration.ofHours(1);

    private final Arrivals arrivals;
    private final Duration least;
    private final Clock clock;
    private UsualSilence usual;
    private Instant learned = Instant.MIN;

    NoEvents(Arrivals arrivals, Duration least, Clock clock) {
        this.arrivals = arrivals;
        this.least = least;
        this.clock = clock;
    }

    @Override
    public Condition condition() {
        return Condition.NO_EVENTS;
    }

    @Override
    public List<Sight> ask() {
        Instant now = clock.instant();
        Optional<Instant> last = arrivals.last();
        if (last.isEmpty() || last.get().plus(least).isAfter(now)) {
            return List.of();
        }
        if (usual == null || learned.plus(LEARN_EVERY).isBefore(now)) {
            usual = new UsualSilence(arrivals.since(now.minus(UsualSilence.WINDOW), UsualSilence.STEP));
            learned = now;
        }
        Optional<Duration> limit = usual.limit(now, least);
        return limit
                .filter(longest -> last.get().plus(longest).isBefore(now))
                .map(longest -> new Sight(
                        condition(), "", "None for more than " + longest.toMinutes() + " min, by the last four weeks"))
                .stream()
                .toList();
    }
}
