package io.tollgate.alerts;

import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.Gateways.Gateway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** All others have fallen silent. One that was stopped took its report along, and one that is silent for a day is forgotten. */
record GatewaysSilent(Gateways gateways, String own, Duration limit, Clock clock) implements Question {
    @Override
    public Condition condition() {
        return Condition.GATEWAYS_SILENT;
    }

    @Override
    public List<Sight> ask() {
        Instant before = clock.instant().minus(limit);
        List<Gateway> others = gateways.list().stream()
                .filter(gateway -> !gateway.name().equals(own))
                .toList();
        if (others.isEmpty() || others.stream().anyMatch(other -> other.seenAt().isAfter(before))) {
            return List.of();
        }
        String names = others.stream().map(Gateway::name).collect(Collectors.joining(", "));
        return List.of(new Sight(condition(), "", "Silent: " + names));
    }
}
