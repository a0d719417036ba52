package io.tollgate.cli;

import io.tollgate.inbox.Gateways.Gateway;
import io.tollgate.inbox.RouteSets.Decision;
import io.tollgate.inbox.RouteSets.Result;
import io.tollgate.text.Visible;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What is wrong with the routes of the gateways, in the output of {@code status}: nothing when all is well. */
final class RoutesStatus {
    private final PrintWriter out;

    RoutesStatus(PrintWriter out) {
        this.out = out;
    }

    /** @param decisions the last one of each gateway, also of those that run no more */
    void print(List<Gateway> gateways, List<Decision> decisions, Instant now) {
        long sets = gateways.stream()
                .map(Gateway::routes)
                .filter(Objects::nonNull)
                .distinct()
                .count();
        if (sets > 1) {
            out.println("the gateways run different routes: see the column routes");
        }
        for (Decision decision : decisions) {
            boolean runs = gateways.stream().anyMatch(gateway -> gateway.name().equals(decision.gateway()));
            if (runs && decision.result() == Result.REFUSED) {
                out.println("routes " + decision.hash() + " were refused by " + decision.gateway() + " "
                        + PastTime.age(decision.decidedAt(), now) + " ago:");
                decision.findings().forEach(finding -> out.println("  " + Visible.of(finding)));
            }
        }
    }
}
