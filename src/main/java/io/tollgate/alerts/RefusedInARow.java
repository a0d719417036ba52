package io.tollgate.alerts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * So many requests refused within a while, and no event let in between: at this gateway, which may be the only one with a wrong secret. Of
 * one thread.
 */
final class RefusedInARow implements Question {
    private static final String COUNTER = "tollgate.webhook.requests";
    private static final String TAG = "outcome";
    private static final List<String> LET_IN = List.of("stored", "duplicate");

    private final Meters meters;
    private final Condition condition;
    private final List<String> outcomes;
    private final int limit;
    private final Duration within;
    private final String gateway;
    private final Clock clock;
    /** Since the last event that was let in; the first is as old as is looked back. */
    private final Deque<Count> counts = new ArrayDeque<>();

    private long letIn = -1;

    private record Count(Instant at, long refused) {}

    RefusedInARow(
            Meters meters,
            Condition condition,
            List<String> outcomes,
            int limit,
            Duration within,
            String gateway,
            Clock clock) {
        this.meters = meters;
        this.condition = condition;
        this.outcomes = outcomes;
        this.limit = limit;
        this.within = within;
        this.gateway = gateway;
        this.clock = clock;
    }

    static Question signatures(Meters meters, AlertsProperties.Limit limit, String gateway, Clock clock) {
        List<String> outcomes = List.of(
                "missing-signature",
                "malformed-signature",
                "timestamp-out-of-tolerance",
                "no-matching-signature",
                "not-an-event");
        return new RefusedInARow(
                meters,
                Condition.SIGNATURES_REFUSED,
                outcomes,
                limit.signaturesRefused(),
                limit.refusedWithin(),
                gateway,
                clock);
    }

    static Question paths(Meters meters, AlertsProperties.Limit limit, String gateway, Clock clock) {
        return new RefusedInARow(
                meters,
                Condition.PATHS_UNKNOWN,
                List.of("no-such-endpoint"),
                limit.pathsUnknown(),
                limit.refusedWithin(),
                gateway,
                clock);
    }

    @Override
    public Condition condition() {
        return condition;
    }

    @Override
    public List<Sight> ask() {
        Instant now = clock.instant();
        long refused = meters.sum(COUNTER, TAG, outcomes);
        long letInNow = meters.sum(COUNTER, TAG, LET_IN);
        if (letInNow != letIn) {
            counts.clear();
        }
        // before the first look nothing was refused
        Instant oldest = now.minus(within);
        if (counts.isEmpty()) {
            counts.add(new Count(now, letIn < 0 ? 0 : refused));
        }
        letIn = letInNow;
        counts.add(new Count(now, refused));
        while (counts.size() > 2 && counts.peekFirst().at().isBefore(oldest)) {
            counts.removeFirst();
        }
        long row = refused - counts.peekFirst().refused();
        return row < limit
                ? List.of()
                : List.of(new Sight(
                        condition,
                        gateway,
                        limit + " and more within " + within.toMinutes() + " min, and no event was let in between"));
    }
}
