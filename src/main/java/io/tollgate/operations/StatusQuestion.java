package io.tollgate.operations;

import io.tollgate.alerts.AlertBook;
import io.tollgate.inbox.Backlog;
import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.QueueFailures;
import io.tollgate.inbox.RouteSets;
import io.tollgate.inbox.Seen;
import io.tollgate.inbox.Watermarks;
import java.time.Duration;
import java.time.Instant;

/**
 * How is it?
 *
 * @param queues what is behind the routes
 */
public record StatusQuestion(
        AlertBook alerts,
        Backlog backlog,
        Pauses pauses,
        Gateways gateways,
        RouteSets routeSets,
        QueueFailures queueFailures,
        Watermarks watermarks,
        Leases leases,
        Seen seen,
        QueuesBehind queues) {
    private static final int MOST_CAUSES = 20;
    private static final int MOST_NEWS = 10;
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final String RECONCILIATION = "reconcile";

    public StatusReport ask(Instant now) {
        return new StatusReport(
                alerts.begun(),
                backlog.lastMinute(),
                backlog.setAsideSince(now.minus(A_DAY)),
                backlog.waiting(),
                backlog.deadByType(),
                backlog.dead(MOST_CAUSES),
                pauses.list(),
                gateways.list(),
                routeSets.latest(),
                queueFailures.byRoute(),
                watermarks.all(),
                leases.last(RECONCILIATION).orElse(null),
                seen.news(MOST_NEWS),
                queues.depths());
    }
}
