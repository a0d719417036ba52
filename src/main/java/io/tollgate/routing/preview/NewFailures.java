package io.tollgate.routing.preview;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.rehearsal.FailedStep;
import io.tollgate.routing.rehearsal.Rehearsal;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which events fail in a set of routes and do not in the one that runs. Events are added by one thread, and the rest may be asked by
 * another one meanwhile.
 */
public final class NewFailures {
    private static final int TRIES = 2;

    /** The set that runs, which is built only when an event fails in the other. */
    public interface Running {
        Rehearsal get() throws InvalidRouteSet;
    }

    private final Rehearsal next;
    private final Running now;
    private final Map<String, Failing> failing = new LinkedHashMap<>();
    private final TreeSet<String> nowhere = new TreeSet<>();
    private int decided;
    private int notKnown;

    /**
     * A step at which events newly fail.
     *
     * @param events how many
     * @param first the first of them
     */
    public record Failing(FailedStep step, int events, VerifiedEvent first) {}

    public NewFailures(Rehearsal next, Running now) {
        this.next = next;
        this.now = now;
    }

    /** @throws InvalidRouteSet when what runs cannot be built for a rehearsal */
    public void add(VerifiedEvent event) throws InvalidRouteSet {
        Rehearsed after = Known.of(next, event, TRIES);
        if (after.verdict() == Verdict.ROUTED || after.verdict() == Verdict.NOT_KNOWN) {
            decide(after.verdict() == Verdict.ROUTED);
            return;
        }
        Rehearsed before = Known.of(now.get(), event, TRIES);
        Optional<FailedStep> failed =
                after.failures().stream().filter(step -> !step.onStandIn()).findFirst();
        decide(before.verdict() != Verdict.NOT_KNOWN && (after.verdict() == Verdict.NOWHERE || failed.isPresent()));
        if (before.verdict() == Verdict.ROUTED && after.verdict() == Verdict.NOWHERE) {
            reachesNothing(event);
        } else if (before.verdict() != Verdict.NOT_KNOWN && before.verdict() != Verdict.FAILED) {
            failed.ifPresent(step -> fails(step, event));
        }
    }

    private synchronized void decide(boolean known) {
        decided += known ? 1 : 0;
        notKnown += known ? 0 : 1;
    }

    private synchronized void reachesNothing(VerifiedEvent event) {
        nowhere.add(event.type());
    }

    private synchronized void fails(FailedStep step, VerifiedEvent event) {
        failing.merge(
                step.route() + " " + step.step(),
                new Failing(step, 1, event),
                (old, one) -> new Failing(old.step(), old.events() + 1, old.first()));
    }

    /** The steps, that of most events first. */
    public synchronized List<Failing> failing() {
        return failing.values().stream()
                .sorted(java.util.Comparator.comparing(step -> -step.events()))
                .toList();
    }

    /** The types of which an event reached something, and would reach nothing. */
    public synchronized List<String> nowhere() {
        return List.copyOf(nowhere);
    }

    /** Of how many events it is known whether they newly fail. */
    public synchronized int decided() {
        return decided;
    }

    /** Of how many it is not: a lock, code that was not run, an answer that would have had to come from a server. */
    public synchronized int notKnown() {
        return notKnown;
    }
}
