package io.tollgate.operations;

import io.tollgate.alerts.Alert;
import io.tollgate.deadletter.QueueLook.Depth;
import io.tollgate.inbox.Backlog.Dead;
import io.tollgate.inbox.Backlog.Rates;
import io.tollgate.inbox.Backlog.Waiting;
import io.tollgate.inbox.Gateways.Gateway;
import io.tollgate.inbox.Leases.Run;
import io.tollgate.inbox.Pauses.Pause;
import io.tollgate.inbox.QueueFailures.FailingRoute;
import io.tollgate.inbox.RouteSets.Decision;
import io.tollgate.inbox.Seen.New;
import io.tollgate.inbox.Watermarks.Summary;
import io.tollgate.operations.QueuesBehind.Answer;
import java.util.List;
import java.util.Map;

/**
 * How it is.
 *
 * @param alerts that have begun and not ended
 * @param setAsideInADay how many, by endpoint
 * @param dead the most frequent causes
 * @param routes the last decision of each gateway
 * @param stripe up to when the inbox has all that Stripe created; empty when Stripe is not asked
 * @param reconciliation how the last one ended; null when there was none
 * @param news what Stripe has changed, the newest first
 */
public record StatusReport(
        List<Alert> alerts,
        Rates lastMinute,
        Map<String, Long> setAsideInADay,
        List<Waiting> waiting,
        Map<String, Long> deadByType,
        List<Dead> dead,
        List<Pause> paused,
        List<Gateway> gateways,
        List<Decision> routes,
        List<FailingRoute> failingBehindQueues,
        List<Summary> stripe,
        Run reconciliation,
        List<New> news,
        Answer<Depth> queues) {}
