package io.tollgate.alerts;

import io.tollgate.inbox.QueueFailures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Flows behind queues whose messages have failed for a while. */
record QueueFlowFailing(QueueFailures failures, Duration limit, Clock clock) implements Question {
    @Override
    public Condition condition() {
        return Condition.QUEUE_FLOW_FAILING;
    }

    @Override
    public List<Sight> ask() {
        Instant before = clock.instant().minus(limit);
        return failures.byRoute().stream()
                .filter(route -> route.oldest().isBefore(before))
                .map(route -> new Sight(
                        condition(),
                        route.route() + " of " + route.queue(),
                        "Messages have failed for more than " + limit.toSeconds() + " s"))
                .toList();
    }
}
