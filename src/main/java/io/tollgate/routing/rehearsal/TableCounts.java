package io.tollgate.routing.rehearsal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** How many rows of each table a transaction has inserted, updated and deleted, as PostgreSQL counts it. */
final class TableCounts {
    private static final String TABLES = """
            SELECT CAST(oid AS bigint) FROM pg_class WHERE relkind = 'r' AND relnamespace::regnamespace::text NOT IN
              ('pg_catalog', 'information_schema', 'tollgate')""";
    private static final String COUNTS = """
            SELECT oid, inserted, updated, deleted FROM unnest(CAST('{%s}' AS bigint[])) AS oid, LATERAL (SELECT
              pg_stat_get_xact_tuples_inserted(CAST(oid AS oid)), pg_stat_get_xact_tuples_updated(CAST(oid AS oid)),
              pg_stat_get_xact_tuples_deleted(CAST(oid AS oid))) AS counted (inserted, updated, deleted)
            WHERE inserted + updated + deleted > 0""";

    private final RehearsedDatabase database;
    /** Of the session, which has counted before. */
    private Map<Long, long[]> before = Map.of();

    TableCounts(RehearsedDatabase database) {
        this.database = database;
    }

    /** @param first what comes before, with a semicolon; empty for nothing */
    void begin(String first, Connection within) throws SQLException {
        before = counts(first, within);
    }

    /** By the table's oid: inserted, updated and deleted since the beginning; without tables where nothing was. */
    Map<Long, long[]> since(Connection within) throws SQLException {
        Map<Long, long[]> since = new LinkedHashMap<>();
        counts("", within).forEach((table, now) -> {
            long[] old = before.getOrDefault(table, new long[now.length]);
            long[] more = now.clone();
            Arrays.setAll(more, i -> now[i] - old[i]);
            if (Arrays.stream(more).anyMatch(count -> count > 0)) {
                since.put(table, more);
            }
        });
        return since;
    }

    /** The text by which a session counts the tables that there are. */
    static String counting(Connection beside) throws SQLException {
        StringJoiner tables = new StringJoiner(",");
        try (Statement statement = beside.createStatement();
                ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        return COUNTS.formatted(tables);
    }

    private Map<Long, long[]> counts(String first, Connection within) throws SQLException {
        Map<Long, long[]> counts = new LinkedHashMap<>();
        try (Statement statement = within.createStatement()) {
            boolean isResult = statement.execute(first + database.counting());
            while (!isResult && statement.getUpdateCount() != -1) {
                isResult = statement.getMoreResults();
            }
            ResultSet row = statement.getResultSet();
            while (row.next()) {
                counts.put(row.getLong(1), new long[] {row.getLong(2), row.getLong(3), row.getLong(4)});
            }
        }
        return counts;
    }
}
