package io.tollgate.routing.reload;

import io.tollgate.routing.RouteSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The route sets that another one has taken the place of, each until the last event and the last message has left it. */
final class RetiredRoutes {
    /** Longer than an attempt may take. What is still in a set then is a flow that does not end. */
    private static final Duration LONGEST_STAY = Duration.ofMinutes(10);

    private record Retired(RouteSet routes, Instant at) {}

    private final List<Retired> retired = new CopyOnWriteArrayList<>();
    private final Clock clock;

    RetiredRoutes(Clock clock) {
        this.clock = clock;
    }

    /** No event enters it from now on. */
    void retire(RouteSet routes) {
        routes.retire();
        retired.add(new Retired(routes, clock.instant()));
    }

    /** Closes those that nothing is in any more. */
    void closeIdle() {
        Instant longest = clock.instant().minus(LONGEST_STAY);
        List<Retired> over = retired.stream()
                .filter(old -> old.routes().isIdle() || old.at().isBefore(longest))
                .toList();
        retired.removeAll(over);
        over.forEach(old -> old.routes().close());
    }

    /** Those that are not closed. */
    Stream<RouteSet> sets() {
        return retired.stream().map(Retired::routes);
    }
}
