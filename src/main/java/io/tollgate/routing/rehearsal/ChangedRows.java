package io.tollgate.routing.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rows a transaction has changed. PostgreSQL counts what it does to each table ({@code pg_stat_xact_…}); new
 * versions of rows have the transaction's number or a later one ({@code xmin}), and for everybody else the old ones
 * are marked ({@code xmax}).
 */
final class ChangedRows {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST = 100;
    private static final String NEW = "age(t.xmin) <= 0";
    /** By the transaction or a part of it; those of old that were rolled back have left their marks. */
    private static final String MARKED = "age(t.xmax) <= age(CAST('%s' AS xid))";

    private static final String OWN = "SELECT CAST(CAST(pg_current_xact_id() AS xid) AS text)";

    private final RehearsedDatabase database;
    private final RolledBack transaction;
    private final TableCounts counts;

    ChangedRows(RehearsedDatabase database, RolledBack transaction) {
        this.database = database;
        this.transaction = transaction;
        this.counts = new TableCounts(database);
    }

    /** @param first what comes before, with a semicolon; empty for nothing */
    void begin(String first, Connection within) throws SQLException {
        counts.begin(first, within);
    }

    List<RowChange> find(Connection within, Words words, List<String> notes) throws SQLException {
        List<RowChange> changes = new ArrayList<>();
        transaction.checkTime();
        for (Map.Entry<Long, long[]> table : counts.since(within).entrySet()) {
            changes.addAll(of(database.shape(table.getKey()), table.getValue(), within, words, notes));
        }
        return changes;
    }

    /** @param counts rows that were inserted, updated, deleted */
    private List<RowChange> of(TableShape table, long[] counts, Connection within, Words words, List<String> notes)
            throws SQLException {
        if (!table.isSearchable()) {
            notes.add("%s is large, and its rows are not found by what the event says: %d new, %d changed, %d gone"
                    .formatted(table.shown(), counts[0], counts[1], counts[2]));
            return List.of();
        }
        Map<String, JsonNode> after = rows(table, NEW, within, words, List.of());
        Words all = words.all();
        if (after.size() < counts[0] + counts[1] && table.canLookFor(all) && all.isMoreThan(words)) {
            return of(table, counts, within, all, notes);
        }
        Map<String, JsonNode> old = table.keys().isEmpty() || counts[1] + counts[2] == 0
                ? Map.of()
                : rows(table, MARKED.formatted(own(within)), database.beside(), words, List.of());
        Set<String> gone = new HashSet<>(old.keySet());
        gone.removeAll(after.keySet());
        if (!gone.isEmpty()) {
            gone.removeAll(rows(table, table.key() + " = ANY(?)", within, words, List.copyOf(gone))
                    .keySet());
        }
        List<RowChange> changes = changes(table, after, old, gone);
        boolean isBlind = table.keys().isEmpty() && counts[1] + counts[2] > 0;
        boolean isPart = table.isLarge() && (after.size() < counts[0] + counts[1] || gone.size() < counts[2]);
        if (isBlind || isPart || changes.size() > MOST) {
            notes.add("Of %s not all rows are shown: %d new, %d changed, %d gone"
                    .formatted(table.shown(), counts[0], counts[1], counts[2]));
        }
        return changes.subList(0, Math.min(MOST, changes.size()));
    }

    /** The transaction's number. */
    private static String own(Connection within) throws SQLException {
        try (Statement statement = within.createStatement();
                ResultSet row = statement.executeQuery(OWN)) {
            row.next();
            return row.getString(1);
        }
    }

    private static List<RowChange> changes(
            TableShape table, Map<String, JsonNode> after, Map<String, JsonNode> old, Set<String> gone) {
        List<RowChange> changes = new ArrayList<>();
        after.forEach((key, row) -> {
            if (!row.equals(old.get(key))) {
                changes.add(new RowChange(
                        table.shown(), table.keys().isEmpty() ? json("[]") : json(key), old.get(key), row));
            }
        });
        gone.forEach(key -> changes.add(new RowChange(table.shown(), json(key), old.get(key), null)));
        return changes;
    }

    /** By key; without one by number. */
    private Map<String, JsonNode> rows(
            TableShape table, String condition, Connection connection, Words words, List<String> keys)
            throws SQLException {
        transaction.checkTime();
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        String what = "CAST(to_jsonb(t) AS text), " + (table.keys().isEmpty() ? "NULL" : table.key());
        try (PreparedStatement ask = connection.prepareStatement(table.select(what, condition))) {
            int next = 1;
            if (!keys.isEmpty()) {
                ask.setArray(next++, connection.createArrayOf("text", keys.toArray()));
            }
            table.bind(ask, words, next);
            try (ResultSet row = ask.executeQuery()) {
                while (row.next()) {
                    String key = row.getString(2);
                    String each = key == null ? String.valueOf(rows.size()) : key;
                    // of a unique key with a null in it there may be more than one
                    while (rows.containsKey(each)) {
                        each += " ";
                    }
                    rows.put(each, json(row.getString(1)));
                }
            }
        }
        return rows;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
