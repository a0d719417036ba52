package io.tollgate.routing.flowtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.routing.rehearsal.JsonDifference;
import io.tollgate.routing.rehearsal.RowChange;
import java.util.List;

/**
 * A row that is to be another one.
 *
 * @param line from 1
 * @param table with its schema
 * @param key columns that tell which row; may be empty
 * @param columns what it is to have then; null for a row that is to be gone
 */
record ExpectedRow(int line, String table, ObjectNode key, ObjectNode columns) implements Expectation {
    @Override
    public boolean covers(RowChange row) {
        JsonNode columnsThen = row.after() == null ? row.before() : row.after();
        return row.table().equals(table)
                && JsonDifference.between(key, columnsThen, false, "").isEmpty();
    }

    @Override
    public List<String> differences(Outcome outcome) {
        List<RowChange> rows =
                outcome.rehearsed().rows().stream().filter(this::covers).toList();
        if (rows.isEmpty()) {
            List<String> others = outcome.rehearsed().rows().stream()
                    .map(row -> row.table() + " " + row.key())
                    .toList();
            return List.of("no row of " + table + " with " + key + " is new, another one or gone"
                    + (others.isEmpty() ? "; none of any table is" : "; these are: " + String.join(", ", others)));
        }
        if (columns == null) {
            return rows.stream().allMatch(row -> row.after() == null)
                    ? List.of()
                    : List.of("the row of " + table + " with " + key + " is still there");
        }
        List<List<String>> found = rows.stream().map(this::differences).toList();
        return found.stream().min(java.util.Comparator.comparingInt(List::size)).orElseThrow();
    }

    private List<String> differences(RowChange row) {
        return row.after() == null
                ? List.of("the row of " + table + " with " + key + " is gone")
                : JsonDifference.between(columns, row.after(), false, table);
    }
}
