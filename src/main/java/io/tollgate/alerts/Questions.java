package io.tollgate.alerts;

import io.tollgate.inbox.Arrivals;
import io.tollgate.inbox.BacklogSeen;
import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.QueueFailures;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** All that is asked. */
record Questions(AlertsProperties properties, String gateway, Clock clock) {
    List<Question> own(Meters meters, Path data) {
        AlertsProperties.Limit limit = properties.limit();
        return on(
                GaugeAbove.brokerAway(meters, gateway),
                GaugeAbove.deadLetters(meters, limit.deadLetters()),
                GaugeAbove.reconcileBehind(meters, limit.reconcileBehind()),
                GaugeAbove.endpointDisabled(meters),
                GaugeAbove.routesRefused(meters, gateway),
                RefusedInARow.signatures(meters, limit, gateway, clock),
                RefusedInARow.paths(meters, limit, gateway, clock),
                new DiskLow(data, limit.diskLow().toBytes(), gateway));
    }

    List<Question> shared(
            Gateways gateways,
            QueueFailures failures,
            BacklogSeen backlog,
            Arrivals arrivals,
            MailServerSettings mail) {
        AlertsProperties.Limit limit = properties.limit();
        return on(
                new FlowFailing(gateways, clock),
                new QueueFlowFailing(failures, limit.queueFlowFailing(), clock),
                new DeadEvents(backlog::dead, limit.deadEvents()),
                new OldestWaiting(backlog::waiting, limit.oldestWaiting(), clock),
                new GatewaysSilent(gateways, gateway, limit.gatewaysSilent(), clock),
                new MailServerAway(mail, () -> isMailNeeded(failures)),
                new NoEvents(arrivals, limit.noEvents(), clock));
    }

    private boolean isMailNeeded(QueueFailures failures) {
        return !properties.mail().to().isEmpty()
                || failures.byRoute().stream().anyMatch(route -> isOfMail(route.reason()));
    }

    private static boolean isOfMail(String reason) {
        return reason != null && reason.toLowerCase(Locale.ROOT).contains("mail");
    }

    private List<Question> on(Question... all) {
        return Stream.of(all)
                .filter(question -> properties.isOn(question.condition()))
                .toList();
    }
}
