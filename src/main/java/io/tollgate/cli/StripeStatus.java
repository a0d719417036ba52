package io.tollgate.cli;

import io.tollgate.inbox.Leases.Run;
import io.tollgate.inbox.Watermarks.Summary;
import io.tollgate.text.Visible;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Up to when the inbox has all that Stripe created, in words. */
final class StripeStatus {
    private StripeStatus() {}

    /** Nothing when Stripe is not asked. */
    static void print(List<Summary> summaries, Optional<Run> last, Instant now, PrintWriter out) {
        if (!summaries.isEmpty()) {
            print(summaries, now, out);
        }
        last.filter(run -> run.error() != null)
                .ifPresent(run ->
                        out.println(Visible.of("stripe: the last reconciliation is not complete: " + run.error())));
    }

    private static void print(List<Summary> summaries, Instant now, PrintWriter out) {
        Table table = new Table("stripe", "complete up to", "ago", "since", "accounts", "types");
        summaries.forEach(s -> table.row(
                s.owner() + (s.livemode() ? " (live)" : " (test)") + (s.connected() ? " connected" : ""),
                s.complete(),
                PastTime.age(s.complete(), now),
                s.since(),
                s.accounts(),
                s.types()));
        table.print(out);
    }
}
