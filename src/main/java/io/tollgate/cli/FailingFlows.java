package io.tollgate.cli;

import io.tollgate.inbox.QueueFailures.Failing;
import io.tollgate.inbox.QueueFailures.FailingRoute;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What fails in the flows behind queues, in words. */
final class FailingFlows {
    private FailingFlows() {}

    static String line(Failing failing, Instant now) {
        return "route %s has failed %s, %s %s: %s"
                .formatted(
                        failing.route(),
                        failing.tries() == 1 ? "once" : failing.tries() + " times",
                        failing.nextAt().isBefore(now) ? "next try since" : "next try",
                        second(failing.nextAt()),
                        failing.reason());
    }

    /** Nothing when all is well. */
    static void print(List<FailingRoute> routes, Instant now, PrintWriter out) {
        if (!routes.isEmpty()) {
            Table table = new Table("fails behind a queue", "queue", "messages", "oldest", "next try", "last failure");
            routes.forEach(r -> table.row(
                    r.route(), r.queue(), r.messages(), PastTime.age(r.oldest(), now), second(r.nextAt()), r.reason()));
            table.print(out);
        }
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
