package io.tollgate.routing.flowtest;

import io.tollgate.routing.rehearsal.RowChange;
import io.tollgate.routing.rehearsal.Sent;
import java.util.ArrayList;
import java.util.List;

/**
 * That nothing is sent and no row is another one.
 *
 * @param line from 1
 * @param more whether that is so but for what the test expects besides
 */
record Nothing(int line, boolean more) implements Expectation {
    @Override
    public List<String> differences(Outcome outcome) {
        List<String> found = new ArrayList<>();
        for (Sent sent : outcome.rehearsed().sent()) {
            if (!sent.kind().equals("sql") && !(more && outcome.all().stream().anyMatch(other -> other.covers(sent)))) {
                found.add("something goes to " + sent.destination() + ", from step " + sent.step() + " at "
                        + sent.place());
            }
        }
        for (RowChange row : outcome.rehearsed().rows()) {
            if (!(more && outcome.all().stream().anyMatch(other -> other.covers(row)))) {
                found.add("row " + row.key() + " of " + row.table() + " is "
                        + (row.before() == null ? "new" : row.after() == null ? "gone" : "another one"));
            }
        }
        outcome.rehearsed().notes().forEach(note -> found.add("not all can be seen: " + note));
        return found;
    }
}
