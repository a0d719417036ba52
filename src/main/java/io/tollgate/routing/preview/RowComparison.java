package io.tollgate.routing.preview;

import io.tollgate.routing.preview.Difference.Kind;
import io.tollgate.routing.rehearsal.JsonDifference;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.RowChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one event does to rows in two sets of routes. */
final class RowComparison {
    private final Rehearsed now;
    private final Rehearsed next;
    private final List<Difference> found = new ArrayList<>();

    private RowComparison(Rehearsed now, Rehearsed next) {
        this.now = now;
        this.next = next;
    }

    static List<Difference> of(Rehearsed now, Rehearsed next) {
        RowComparison comparison = new RowComparison(now, next);
        comparison.compare();
        return comparison.found;
    }

    private void compare() {
        Map<String, RowChange> before = byKey(now);
        Map<String, RowChange> after = byKey(next);
        Set<String> all = new LinkedHashSet<>(before.keySet());
        all.addAll(after.keySet());
        for (String key : all) {
            compare(before.get(key), after.get(key));
        }
    }

    private static Map<String, RowChange> byKey(Rehearsed rehearsed) {
        Map<String, RowChange> rows = new LinkedHashMap<>();
        rehearsed.rows().forEach(row -> rows.put(row.table() + " " + row.key(), row));
        return rows;
    }

    private void compare(RowChange old, RowChange here) {
        if (old == null || here == null) {
            RowChange row = old == null ? here : old;
            found.add(new Difference(
                    Kind.ROW,
                    old == null ? "also changes " + row.table() : "no longer changes " + row.table(),
                    row.key().toString()));
        } else if (old.after() == null || here.after() == null) {
            if (old.after() != here.after()) {
                found.add(new Difference(
                        Kind.ROW,
                        old.table() + (here.after() == null ? " is gone" : " stays"),
                        old.key().toString()));
            }
        } else {
            found.addAll(Difference.ofFields(
                    Kind.ROW, old.table(), JsonDifference.between(old.after(), here.after(), true, old.table())));
        }
    }
}
