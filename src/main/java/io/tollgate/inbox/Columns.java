package io.tollgate.inbox;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

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
    record Column<T>(String type, Function<T, Object> value) {}

    int count() {
        return columns.size();
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
