package io.tollgate.routing.rehearsal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns of a table that have a few values only, such as the kind of an object, as PostgreSQL's statistics know them: of an event's
 * words only these are looked for in them.
 *
 * @param byColumn the values; none for a table without statistics
 */
record FewValues(Map<String, Set<String>> byColumn) {
    private static final String ASK = """
            SELECT quote_ident(attname), CAST(CAST(most_common_vals AS text) AS text[]) FROM pg_stats
            WHERE format('%I.%I', schemaname, tablename) = ? AND n_distinct BETWEEN 1 AND 100
              AND most_common_vals IS NOT NULL""";

    /** @param table with its schema, quoted where it has to be */
    static FewValues of(String table, Connection connection) throws SQLException {
        Map<String, Set<String>> byColumn = new HashMap<>();
        try (PreparedStatement ask = connection.prepareStatement(ASK)) {
            ask.setString(1, table);
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    Array values = row.getArray(2);
                    byColumn.put(row.getString(1), Set.copyOf(Arrays.asList((String[]) values.getArray())));
                }
            }
        }
        return new FewValues(byColumn);
    }

    /** Those of the words that the column may have: all of them, when it has many values, or none of the words. */
    Set<String> among(Set<String> words, String column) {
        Set<String> values = byColumn.getOrDefault(column, Set.of());
        Set<String> both = words.stream().filter(values::contains).collect(Collectors.toSet());
        return both.isEmpty() ? words : both;
    }
}
