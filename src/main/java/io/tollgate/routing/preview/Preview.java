package io.tollgate.routing.preview;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.rehearsal.Rehearsal;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A set of routes beside the one that runs, over the same events. Each event is run through both; where they differ, through the
 * first one again: what is another one each time, such as a time of day, is no difference.
 */
public final class Preview {
    private static final int TRIES = 5;

    private final Rehearsal now;
    private final Rehearsal next;
    private final Map<String, PreviewOfType> types = new TreeMap<>();

    /**
     * @param now what runs
     * @param next what may run; on the same database, or on one like it
     */
    public Preview(Rehearsal now, Rehearsal next) {
        this.now = now;
        this.next = next;
    }

    /** Runs an event through both. */
    public void add(VerifiedEvent event) {
        PreviewOfType type = types.computeIfAbsent(event.type(), name -> new PreviewOfType());
        Rehearsed before = Known.of(now, event, TRIES);
        Rehearsed after = Known.of(next, event, TRIES);
        if (before.verdict() == Verdict.NOT_KNOWN || after.verdict() == Verdict.NOT_KNOWN) {
            type.addNotKnown();
            return;
        }
        List<Difference> differences = Comparison.of(before, after);
        if (!differences.isEmpty()) {
            differences = withoutNoise(differences, Comparison.of(before, Known.of(now, event, TRIES)));
        }
        if (differences.isEmpty() && before.verdict() == Verdict.FAILED) {
            type.addFailing();
        }
        type.add(event.id(), differences);
    }

    private static List<Difference> withoutNoise(List<Difference> differences, List<Difference> noise) {
        Set<String> each = noise.stream().map(Difference::key).collect(Collectors.toSet());
        List<Difference> left = new ArrayList<>(differences);
        left.removeIf(difference -> each.contains(difference.key()));
        return left;
    }

    /** By type. */
    public Map<String, PreviewOfType> types() {
        return types;
    }

    /** Whether an event newly fails, or newly reaches nothing. */
    public boolean isBad() {
        return types.values().stream()
                .flatMap(type -> type.found().stream())
                .anyMatch(found -> found.difference().kind().isBad());
    }
}
