package io.tollgate.routing.preview;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What another set of routes does otherwise with the events of one type. */
public final class PreviewOfType {
    private final Map<String, Found> found = new LinkedHashMap<>();
    private int events;
    private int differing;
    private int notKnown;
    private int failing;

    /**
     * The same difference of some events.
     *
     * @param events of how many
     * @param event the id of the first of them
     */
    public record Found(Difference difference, int events, String event) {}

    void add(String event, List<Difference> differences) {
        events++;
        differing += differences.isEmpty() ? 0 : 1;
        for (Difference difference : differences) {
            found.merge(
                    difference.key(),
                    new Found(difference, 1, event),
                    (old, one) -> new Found(old.difference(), old.events() + 1, old.event()));
        }
    }

    /** One that fails in both in the same way. */
    void addFailing() {
        failing++;
    }

    void addNotKnown() {
        events++;
        notKnown++;
    }

    public int events() {
        return events;
    }

    public int differing() {
        return differing;
    }

    /** Those that fail in both in the same way. */
    public int failing() {
        return failing;
    }

    /** Those of which nothing is known: a lock, a time that was over. */
    public int notKnown() {
        return notKnown;
    }

    /** What matters most first, and of that what most events have. */
    public List<Found> found() {
        return found.values().stream()
                .sorted(java.util.Comparator.comparing(
                                (Found one) -> one.difference().kind())
                        .thenComparing(one -> -one.events()))
                .toList();
    }
}
