package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.RoutedEntry;
import io.tollgate.relay.Outcome.GivenBack;
import io.tollgate.relay.Outcome.Routed;
import io.tollgate.trace.Span;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Brings the entries of a run to their flows, within the transactions that the thread is in. */
final class Flows {
    /** Flows lock the rows of Stripe's objects: in one order, so that relay threads do not lock each other out. */
    static final Comparator<Entry> BY_OBJECT = Comparator.comparing(
            entry -> Objects.requireNonNullElse(entry.event().objectId(), ""));

    private final EventRouter router;
    private final SendBuffer sends;
    private final Parts parts;
    private final AttemptSpans spans;
    private final List<Entry> senders = new ArrayList<>();
    private List<Entry> all = List.of();
    private volatile List<Entry> suspects = List.of();
    private Watchdog.Watch watch;

    /** @param sends what they send goes into */
    Flows(EventRouter router, SendBuffer sends, Parts parts) {
        this.router = router;
        this.sends = sends;
        this.parts = parts;
        this.spans = new AttemptSpans(parts.tracing());
    }

    /** Those of the run that may be at fault just now; while they are routed, the one whose turn it is. */
    List<Entry> suspects() {
        return List.copyOf(suspects);
    }

    void begin(List<Entry> entries, Watchdog.Watch deadline) {
        watch = deadline;
        all = entries;
        suspects = entries;
        senders.clear();
    }

    /** @param outcomes what was committed; null when all was rolled back */
    void ended(List<Outcome> outcomes) {
        if (outcomes == null) {
            spans.rolledBack();
        } else {
            spans.committed(outcomes);
        }
    }

    /** The broker has its turn: only those that have sent something may be at fault. */
    void atTheBroker() {
        suspects = senders;
    }

    /** The database has: whatever is checked late may be anybody's. */
    void atTheDatabase() {
        suspects = all;
    }

    /** One after the other, until half of the deadline is over. The first that fails ends the run. */
    List<Outcome> together(List<Entry> entries) throws Exception {
        List<Outcome> outcomes = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size() && (i == 0 || !watch.isHalfOver()); i++) {
            outcomes.add(route(entries.get(i)));
        }
        return outcomes;
    }

    /**
     * The same with a savepoint each: one that fails leaves no trace.
     *
     * @param waits what is given back instead
     * @param lost whether a failure says that a connection was lost, which no savepoint undoes
     */
    List<Outcome> apart(List<Entry> entries, Savepoint savepoint, Predicate<Entry> waits, Predicate<Throwable> lost)
            throws Exception {
        List<Outcome> outcomes = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size() && (i == 0 || !watch.isHalfOver()); i++) {
            Entry next = entries.get(i);
            outcomes.add(waits.test(next) ? new GivenBack(next, Duration.ZERO) : apart(next, savepoint, lost));
        }
        return outcomes;
    }

    private Outcome apart(Entry next, Savepoint savepoint, Predicate<Throwable> lost) throws Exception {
        int sent = sends.size();
        long start = System.nanoTime();
        try {
            Routed routed = route(next);
            if (parts.broker().isAway() && sends.size() > sent) {
                undo(sent, savepoint);
                parts.broker().hold(next.type());
                return new GivenBack(next, Duration.ZERO);
            }
            savepoint.checkAndRelease();
            parts.breaker().worked(next);
            return routed;
        } catch (Throwable failure) {
            if (watch.expired() || lost.test(failure)) {
                throw failure;
            }
            undo(sent, savepoint);
            return parts.blame().failed(next, failure, false, millisSince(start));
        }
    }

    private Routed route(Entry next) throws Exception {
        watch.check();
        suspects = List.of(next);
        int sent = sends.size();
        long start = System.nanoTime();
        List<String> destinations = route(next, spans.begin(next));
        if (sends.size() > sent) {
            senders.add(next);
        }
        return new Routed(new RoutedEntry(next, destinations, millisSince(start)));
    }

    private List<String> route(Entry next, Span span) throws Exception {
        try {
            return router.route(next, span);
        } catch (Throwable failure) {
            span.failed(failure);
            throw failure;
        }
    }

    private void undo(int sent, Savepoint savepoint) throws SQLException {
        if (sends.size() > sent) {
            sends.backTo(sent);
            senders.removeAll(suspects);
        }
        savepoint.rollback();
    }

    static int millisSince(long start) {
        return (int) ((System.nanoTime() - start) / 1_000_000);
    }
}
