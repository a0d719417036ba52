package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Watermarks;
import io.tollgate.inbox.Watermarks.Scope;
import io.tollgate.stripe.StripeAway;
import io.tollgate.stripe.reconcile.Reconciliation.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Asks about all accounts that there is a key for, one after the other. */
public final class ReconcileRun {
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);
    /** For as long Stripe lists events. */
    private static final Duration FORGOTTEN_WITHOUT_KEY_AFTER = Duration.ofDays(30);

    /** Accounts about which Stripe does not answer; then it is away for all. */
    private static final int MOST_IN_A_ROW = 3;

    private final Reconciliation reconciliation;
    private final Watermarks watermarks;
    private final Entries entries;
    private final Clock clock;

    ReconcileRun(Reconciliation reconciliation, Watermarks watermarks, Entries entries, Clock clock) {
        this.reconciliation = reconciliation;
        this.watermarks = watermarks;
        this.entries = entries;
        this.clock = clock;
    }

    /** Those types that are to be asked for, by the settings. @param wanted those that have a flow */
    public Set<String> types(Set<String> wanted) {
        return reconciliation.types(wanted);
    }

    /**
     * How it went.
     *
     * @param asked about whom we are to ask again
     * @param left connected accounts that are none of ours any more
     * @param problem what keeps it from being complete; null when nothing does
     */
    public record Outcome(List<Scope> asked, List<Scope> left, String problem) {}

    /**
     * @param inbox takes what is missing; null for a dry run, in which nothing changes
     * @param goesOn called before each page; throws when it is not to go on
     * @param report told of each account
     * @throws StripeAway when Stripe does not answer; what was found is stored, and the watermarks know. Of one or two accounts it
     *     is thrown after all others were asked about
     * @throws io.tollgate.inbox.InboxUnavailable when the database does not store
     */
    public Outcome run(Wish wish, Inbox inbox, Runnable goesOn, Consumer<Found> report) {
        Store store = new Store(entries, inbox, goesOn);
        Set<String> problems = new TreeSet<>();
        List<Scope> asked = new ArrayList<>();
        List<Scope> left = new ArrayList<>();
        StripeAway away = null;
        int inARow = 0;
        for (Account account : reconciliation.accounts()) {
            Found found;
            try {
                found = reconciliation.run(account, wish, store);
            } catch (StripeAway e) {
                // of one account it may be for ever
                if (++inARow == MOST_IN_A_ROW || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                away = e;
                continue;
            }
            inARow = 0;
            report.accept(found);
            if (found.problem() != null) {
                problems.add(found.scope() + ": " + found.problem());
            }
            (found.isClosed() ? left : asked).add(found.scope());
        }
        if (away != null) {
            throw away;
        }
        return new Outcome(asked, left, problems.isEmpty() ? null : String.join("; ", problems));
    }

    /** Forgets those watermarks that are for nobody any more, once they are a day behind (without a key: 30), and with them the accounts that have left. */
    void forgetAllBut(Outcome outcome, Set<String> types) {
        Instant now = clock.instant();
        watermarks.forget(outcome.asked(), types, now.minus(FORGOTTEN_AFTER), now.minus(FORGOTTEN_WITHOUT_KEY_AFTER));
        outcome.left().stream().filter(scope -> watermarks.of(scope).isEmpty()).forEach(reconciliation::forget);
    }
}
