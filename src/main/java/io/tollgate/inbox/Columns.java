package io.tollgate.inbox;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Many rows as the parameters of one statement: an array for each column, for {@code unnest}.
 *
 * @param <T> what a row is made of
 */
record Columns<T>(List<Column<T>> columns) {
    /**
     * @param type PostgreSQL's, of one value
     * @param value null where the row has none
     */
    record Column<T>(String name, String type, Function<T, Object> value) {}

    int count() {
        return columns.size();
    }

    /** For SQL: the names, with commas. */
    String names() {
        return names("");
    }

    /** For SQL: the same, each behind this. */
    String names(String prefix) {
        return columns.stream().map(column -> prefix + column.name()).collect(Collectors.joining(", "));
    }

    /** For SQL: the arrays, with commas. */
    String arrays() {
        return columns.stream().map(column -> "?::" + column.type() + "[]").collect(Collectors.joining(", "));
    }

    /** For SQL: the rows, as a table of this name. */
    String rows(String table) {
        return "unnest(%s) AS %s (%s)".formatted(arrays(), table, names());
    }

    /** @param first the number of the first array among the statement's parameters */
    void bind(PreparedStatement statement, int first, List<T> rows) throws SQLException {
        int place = first;
        for (Column<T> column : columns) {
            // The driver takes bytes only in an array of their own type.
            Object[] values = rows.stream()
                    .map(column.value())
                    .toArray(column.type().equals("bytea") ? byte[][]::new : Object[]::new);
            statement.setArray(place++, statement.getConnection().createArrayOf(column.type(), values));
        }
    }
}
