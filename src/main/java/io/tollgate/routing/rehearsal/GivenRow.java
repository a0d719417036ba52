package io.tollgate.routing.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A row that is there before an event comes.
 *
 * @param table with its schema
 * @param columns by name
 */
record GivenRow(String table, ObjectNode columns) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)?");

    /** Each value is read as the type of its column. */
    void insertInto(Connection connection) throws SQLException {
        if (!NAME.matcher(table).matches()) {
            throw new SQLException(table + " is no name of a table: write one such as stripe.credit_note", "42602");
        }
        List<String> names = new ArrayList<>();
        columns.fieldNames().forEachRemaining(name -> names.add('"' + name.replace("\"", "\"\"") + '"'));
        String list = String.join(", ", names);
        String insert = "INSERT INTO %s (%s) SELECT %s FROM jsonb_populate_record(NULL::%s, CAST(? AS jsonb))"
                .formatted(table, list, list, table);
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, columns.toString());
            statement.executeUpdate();
        }
    }
}
