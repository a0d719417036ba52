package io.tollgate.cli;

import io.tollgate.samples.Answer;
import io.tollgate.samples.StripeStandIn;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;

/**
 * Posts an event of each type that Stripe has, one after the other and 200 a second at most, and says what was answered. It goes on after one that is
 * refused, and gives up after 20.
 */
final class SendAll {
    static final int MOST_REFUSED = 20;
    private static final long NANOS_AN_EVENT = TimeUnit.SECONDS.toNanos(1) / 200;

    private final EveryType events;
    private final StripeStandIn stripe;
    private final PrintWriter out;
    private final List<String> refused = new ArrayList<>();
    private int sent;
    private int duplicates;

    SendAll(EveryType events, StripeStandIn stripe, PrintWriter out) {
        this.events = events;
        this.stripe = stripe;
        this.out = out;
    }

    /**
     * @param version as of which the samples are; null for today's
     * @param count events of each type
     * @return the exit code: 1 when one was refused
     */
    int run(String version, int count) throws Exception {
        long start = System.nanoTime();
        for (String type : events.types()) {
            for (int i = 0; i < count && refused.size() < MOST_REFUSED; i++) {
                LockSupport.parkNanos(start + sent * NANOS_AN_EVENT - System.nanoTime());
                post(type, version);
            }
        }
        summarise(System.nanoTime() - start, count);
        return refused.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void post(String type, String version) throws Exception {
        Answer answer = stripe.post(events.event(type, version));
        sent++;
        duplicates += answer.isDuplicate() ? 1 : 0;
        if (!answer.isStored()) {
            refused.add(type + ": " + answer.line());
        }
    }

    private void summarise(long nanos, int count) {
        refused.forEach(line -> out.println("refused " + line));
        int all = events.types().size() * count;
        out.println(sent + " of " + all + " events of " + events.types().size() + " types sent in "
                + String.format(Locale.ROOT, "%.1f", nanos / 1e9) + " s: " + (sent - duplicates - refused.size())
                + " stored, "
                + duplicates
                + " duplicates, " + refused.size() + " refused");
        if (sent < all) {
            out.println("Stopped after " + MOST_REFUSED + " that were refused: mend the first, and send again");
        }
    }
}
