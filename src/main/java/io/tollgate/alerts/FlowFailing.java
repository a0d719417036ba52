package io.tollgate.alerts;

import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.Gateways.Gateway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Types whose flow keeps failing, as the gateways that are alive report it. */
record FlowFailing(Gateways gateways, Clock clock) implements Question {
    private static final Duration ALIVE = Duration.ofMinutes(1);

    @Override
    public Condition condition() {
        return Condition.FLOW_FAILING;
    }

    @Override
    public List<Sight> ask() {
        Instant since = clock.instant().minus(ALIVE);
        Map<String, String> failing = new TreeMap<>();
        for (Gateway gateway : gateways.list()) {
            if (gateway.seenAt().isAfter(since)) {
                gateway.failing().forEach(type -> failing.merge(type, gateway.name(), (a, b) -> a + ", " + b));
            }
        }
        return failing.entrySet().stream()
                .map(type -> new Sight(condition(), type.getKey(), "On " + type.getValue()))
                .toList();
    }
}
