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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    /**
     * @return whether it is known of the event
     * @throws InvalidRouteSet when what runs cannot be built for a rehearsal
     */
    public boolean add(VerifiedEvent event) throws InvalidRouteSet {
        Rehearsed after = Known.of(next, event, TRIES);
        if (after.verdict() == Verdict.ROUTED || after.verdict() == Verdict.NOT_KNOWN) {
            return decide(after.verdict() == Verdict.ROUTED);
        }
        Rehearsed before = Known.of(now.get(), event, TRIES);
        if (before.verdict() == Verdict.NOT_KNOWN) {
            return decide(false);
        }
        if (after.verdict() == Verdict.NOWHERE) {
            if (before.verdict() == Verdict.ROUTED) {
                reachesNothing(event);
            }
            return decide(true);
        }
        List<FailedStep> more = more(before, after);
        more.stream().filter(step -> !step.onStandIn()).findFirst().ifPresent(step -> fails(step, event));
        return decide(
                more.stream().noneMatch(FailedStep::onStandIn) || more.stream().anyMatch(step -> !step.onStandIn()));
    }

    /** What fails in a flow that did not, or under the router where only flows behind queues did. */
    private static List<FailedStep> more(Rehearsed before, Rehearsed after) {
        Set<String> failed = before.failures().stream().map(FailedStep::run).collect(Collectors.toSet());
        return after.failures().stream()
                .filter(step -> !failed.contains(step.run()))
                .toList();
    }

    private synchronized boolean decide(boolean known) {
        decided += known ? 1 : 0;
        notKnown += known ? 0 : 1;
        return known;
    }

    /** The same for one that was not known: what is new in a process is slow at first. */
    public void again(VerifiedEvent event) throws InvalidRouteSet {
        synchronized (this) {
            notKnown--;
        }
        add(event);
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
