package io.tollgate.routing.flowtest;

import io.tollgate.routing.rehearsal.JsonDifference;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.RowChange;
import io.tollgate.routing.rehearsal.Sent;
import java.util.ArrayList;
import java.util.List;

/**
 * That a second event leaves each row as it is after the first, and makes no call again.
 *
 * @param line from 1
 * @param older whether the second event is one that is older; else it is the same once more, as after a replay or a crash
 */
record ChangesNothing(int line, boolean older) implements Expectation {
    @Override
    public List<String> differences(Outcome outcome) throws Exception {
        List<Rehearsed> both =
                older ? outcome.again().andAnOlderOne() : outcome.again().twice();
        String which = older ? "an older event" : "the event once more";
        List<String> found = new ArrayList<>();
        both.get(1)
                .failures()
                .forEach(failed -> found.add(which + " fails at step " + failed.step() + ", " + failed.place() + ": "
                        + failed.message().replaceAll("\\s+", " ")));
        both.get(1).notes().forEach(note -> found.add(which + ": " + note));
        List<RowChange> first = both.get(0).rows();
        List<RowChange> second = both.get(1).rows();
        without(second, first)
                .forEach(row -> found.add(which + " changes row " + row.key() + " of " + row.table() + ": "
                        + String.join(", ", columns(row, first))));
        without(first, second).stream()
                .filter(row -> second.stream().noneMatch(other -> isSame(other, row)))
                .forEach(row ->
                        found.add(which + " takes back what the event did to row " + row.key() + " of " + row.table()));
        if (!older) {
            both.get(1).sent().stream()
                    .filter(sent -> sent.kind().equals("http"))
                    .map(Sent::destination)
                    .forEach(call -> found.add(which + " calls " + call + " again"));
        }
        return found;
    }

    /** Of rows that are the same, as many are left as there are more. */
    private static List<RowChange> without(List<RowChange> rows, List<RowChange> others) {
        List<RowChange> left = new ArrayList<>(rows);
        others.forEach(left::remove);
        return left;
    }

    private static boolean isSame(RowChange one, RowChange other) {
        return one.table().equals(other.table()) && one.key().equals(other.key());
    }

    private static List<String> columns(RowChange row, List<RowChange> before) {
        return before.stream()
                .filter(old -> old.table().equals(row.table()) && old.key().equals(row.key()))
                .filter(old -> old.after() != null && row.after() != null)
                .findFirst()
                .map(old -> JsonDifference.between(old.after(), row.after(), true, row.table()))
                .filter(list -> !list.isEmpty())
                .orElse(List.of(row.after() == null ? "it is gone" : "it is new"));
    }
}
