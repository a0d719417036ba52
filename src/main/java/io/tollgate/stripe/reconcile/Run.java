package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.Watermarks;
import io.tollgate.inbox.Watermarks.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** All accounts, one after the other. */
final class Run {
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final Reconciliation reconciliation;
    private final Watermarks watermarks;

    Run(Reconciliation reconciliation, Watermarks watermarks) {
        this.reconciliation = reconciliation;
        this.watermarks = watermarks;
    }

    /**
     * @param report called for each account
     * @return what keeps it from being complete; null when nothing does
     */
    String of(Reconciliation.Wish wish, Store store, Instant now, Consumer<Found> report) {
        Set<String> problems = new TreeSet<>();
        List<Scope> asked = new ArrayList<>();
        for (Account account : reconciliation.accounts()) {
            Found found = reconciliation.run(account, wish, store);
            report.accept(found);
            if (found.problem() != null) {
                problems.add(found.scope() + ": " + found.problem());
            }
            if (!found.isClosed() || !found.scope().isConnected()) {
                asked.add(found.scope());
            }
        }
        if (!store.isDry()) {
            watermarks.forget(asked, reconciliation.types(wish.types()), now.minus(FORGOTTEN_AFTER));
        }
        return problems.isEmpty() ? null : String.join("; ", problems);
    }
}
