package io.tollgate.alerts;

import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/**
 * Asks a gauge.
 *
 * @param tags whose values are the subject
 * @param words of a value
 */
record GaugeAbove(
        Meters meters,
        Condition condition,
        String gauge,
        List<String> tags,
        DoublePredicate holds,
        Function<Map.Entry<String, Double>, String> words)
        implements Question {
    @Override
    public List<Sight> ask() {
        return meters.where(gauge, tags, holds).entrySet().stream()
                .map(found -> new Sight(condition, found.getKey(), words.apply(found)))
                .toList();
    }

    static Question brokerAway(Meters meters, String gateway) {
        return new GaugeAbove(
                meters,
                Condition.BROKER_AWAY,
                "tollgate.relay.broker.away",
                List.of(),
                value -> value > 0,
                found -> "Seen by " + gateway);
    }

    static Question deadLetters(Meters meters, long limit) {
        GaugeAbove all = new GaugeAbove(
                meters,
                Condition.DEAD_LETTERS,
                "tollgate.queue.depth",
                List.of("queue"),
                value -> value > limit,
                found -> "More than " + limit + " in " + found.getKey());
        return new OfDeadLetters(all);
    }

    static Question reconcileBehind(Meters meters, java.time.Duration limit) {
        return new GaugeAbove(
                meters,
                Condition.RECONCILE_BEHIND,
                "tollgate.stripe.reconcile.age",
                List.of("owner", "mode"),
                value -> value > limit.toSeconds(),
                found -> "Complete only up to more than " + limit.toMinutes() + " min ago");
    }

    static Question endpointDisabled(Meters meters) {
        return new GaugeAbove(
                meters,
                Condition.ENDPOINT_DISABLED,
                "tollgate.stripe.endpoint.enabled",
                List.of("endpoint", "mode"),
                value -> value == 0,
                found -> "Looked at once an hour, also whether it is enabled again");
    }

    static Question routesRefused(Meters meters, String gateway) {
        return new GaugeAbove(
                meters,
                Condition.ROUTES_REFUSED,
                "tollgate.routes.refused",
                List.of(),
                value -> value > 0,
                found -> "In the folder of " + gateway);
    }

    /** The metric is of the other queues, too. */
    private record OfDeadLetters(GaugeAbove all) implements Question {
        @Override
        public Condition condition() {
            return Condition.DEAD_LETTERS;
        }

        @Override
        public List<Sight> ask() {
            return all.ask().stream()
                    .filter(sight -> sight.subject().startsWith("DLQ."))
                    .toList();
        }
    }
}
