package io.tollgate.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.NotStored;
import io.tollgate.stripe.StripeAway;
import io.tollgate.stripe.reconcile.ReconcileRun;
import io.tollgate.stripe.reconcile.Reconciliation.Wish;
import io.tollgate.text.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Stripe for what never arrived, behind the back of who asked: one run at a time, beside those that the gateway does by itself. What
 * it has stored is stored, whatever ends it; the last runs are known until the gateway ends.
 */
public class ReconciliationsBehind implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReconciliationsBehind.class);
    private static final int KEPT = 20;

    private final ReconcileRun reconcile;
    private final Inbox inbox;
    private final Clock clock;
    private final List<Noted> runs = new ArrayList<>();
    private long last;
    private volatile boolean stopped;

    ReconciliationsBehind(ReconcileRun reconcile, Inbox inbox, Clock clock) {
        this.reconcile = reconcile;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * A run.
     *
     * @param id of this gateway's runs
     * @param types those that are asked for
     * @param since null for from where all is known to be complete
     * @param dryRun whether it only counts
     * @param endedAt null while it goes on
     * @param accounts what is known so far
     * @param problem what kept it from being complete; null when nothing did, and while it goes on
     */
    public record Noted(
            long id,
            Set<String> types,
            Instant since,
            boolean dryRun,
            String by,
            Instant startedAt,
            Instant endedAt,
            List<AccountFound> accounts,
            String problem) {
        Noted with(AccountFound account) {
            List<AccountFound> all = new ArrayList<>(accounts);
            all.add(account);
            return new Noted(id, types, since, dryRun, by, startedAt, endedAt, List.copyOf(all), problem);
        }

        Noted ended(Instant at, String why) {
            return new Noted(id, types, since, dryRun, by, startedAt, at, accounts, why);
        }

        @JsonProperty
        public boolean running() {
            return endedAt == null;
        }
    }

    /** Those types that are asked for, by the settings. @param wanted those that have a flow */
    public Set<String> types(Set<String> wanted) {
        return reconcile.types(wanted);
    }

    /**
     * @param types not empty
     * @param since null for from where all is known to be complete
     * @param first runs before anything is done, unless another run goes on
     * @return empty when another one goes on
     */
    public synchronized Optional<Noted> start(
            Set<String> types, Instant since, boolean dryRun, String by, Runnable first) {
        if (stopped || runs.stream().anyMatch(Noted::running)) {
            return Optional.empty();
        }
        first.run();
        Noted begun =
                new Noted(++last, new TreeSet<>(types), since, dryRun, by, clock.instant(), null, List.of(), null);
        runs.add(0, begun);
        if (runs.size() > KEPT) {
            runs.remove(KEPT);
        }
        Thread thread = new Thread(() -> run(begun), "reconciliation-asked-for");
        thread.setDaemon(true);
        thread.start();
        return Optional.of(begun);
    }

    private void run(Noted begun) {
        String problem = "it was stopped";
        try {
            problem = reconcile
                    .run(
                            new Wish(begun.types(), begun.since(), true),
                            begun.dryRun() ? null : inbox,
                            this::checkGoesOn,
                            found -> note(begun.id(), noted -> noted.with(AccountFound.of(found, begun.dryRun()))))
                    .problem();
        } catch (StripeAway | NotStored e) {
            problem = e.getMessage();
        } catch (RuntimeException | Error e) {
            problem = Reason.of(e);
            log.warn("A reconciliation that was asked for has ended early: {}", problem);
        } finally {
            String why = problem;
            note(begun.id(), noted -> noted.ended(clock.instant(), why));
        }
    }

    private void checkGoesOn() {
        if (stopped) {
            throw new IllegalStateException("the gateway stops");
        }
    }

    private synchronized void note(long id, UnaryOperator<Noted> change) {
        runs.replaceAll(noted -> noted.id() == id ? change.apply(noted) : noted);
    }

    /** The last ones, the newest first. */
    public synchronized List<Noted> list() {
        return List.copyOf(runs);
    }

    public Optional<Noted> find(long id) {
        return list().stream().filter(noted -> noted.id() == id).findFirst();
    }

    /** A run stores nothing any more once its page has ended. */
    @Override
    public void close() {
        stopped = true;
    }
}
