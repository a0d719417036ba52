package io.tollgate.routing.rehearsal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How the rows of a table are told apart.
 *
 * @param name with its schema, quoted where it has to be
 * @param shown the same; of a partition that of its table
 * @param isLarge whether it takes too long to look at all of its rows
 * @param keys expressions of its unique key; none without one
 * @param texts those of the keys that are columns of text
 * @param numbers those that are columns of whole numbers
 * @param few which of them have a few values only
 */
record TableShape(
        String name,
        String shown,
        boolean isLarge,
        List<String> keys,
        List<String> texts,
        List<String> numbers,
        FewValues few) {
    private static final double MOST_LOOKS = 20_000;
    private static final long LARGE_BYTES = 4 << 20;
    private static final Set<String> TEXTS = Set.of("text", "character varying");
    private static final Set<String> NUMBERS = Set.of("bigint", "integer");
    private static final String ASK = """
            SELECT format('%I.%I', n.nspname, c.relname),
              CASE WHEN c.relispartition THEN CAST(pg_partition_root(c.oid) AS text)
                ELSE format('%I.%I', n.nspname, c.relname) END,
              pg_relation_size(c.oid),
              pg_get_indexdef(i.indexrelid, k.n, true), format_type(a.atttypid, NULL), i.indkey[k.n - 1] <> 0
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN LATERAL (SELECT indexrelid, indkey, indnkeyatts FROM pg_index
              WHERE indrelid = c.oid AND indisunique AND indpred IS NULL AND indisvalid
              ORDER BY NOT indisprimary, indexrelid LIMIT 1) i ON true
            LEFT JOIN LATERAL generate_series(1, i.indnkeyatts) k (n) ON true
            LEFT JOIN pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum = k.n
            WHERE c.oid = CAST(CAST(? AS text) AS oid) ORDER BY k.n""";

    /** @param table its oid */
    static TableShape of(long table, Connection connection) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(ASK)) {
            ask.setString(1, String.valueOf(table));
            try (ResultSet row = ask.executeQuery()) {
                TableShape shape = null;
                while (row.next()) {
                    if (shape == null) {
                        shape = new TableShape(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3) > LARGE_BYTES,
                                new ArrayList<>(),
                                new ArrayList<>(),
                                new ArrayList<>(),
                                FewValues.of(row.getString(1), connection));
                    }
                    shape.add(row.getString(4), row.getString(5), row.getBoolean(6));
                }
                return shape;
            }
        }
    }

    private void add(String expression, String type, boolean isColumn) {
        if (expression != null) {
            keys.add(expression);
            if (isColumn && TEXTS.contains(type)) {
                texts.add(expression);
            } else if (isColumn && NUMBERS.contains(type)) {
                numbers.add(expression);
            }
        }
    }

    /** Whether rows can be found by what an event says. */
    boolean isSearchable() {
        return !isLarge || !texts.isEmpty() || !numbers.isEmpty();
    }

    /** A row is looked for by each word in each column of its key, so that many words are too many. */
    boolean canLookFor(Words words) {
        double looks = Math.pow(words.texts().size(), texts.size())
                * Math.pow(words.numbers().size(), numbers.size());
        return isLarge && looks < MOST_LOOKS;
    }

    /** The rows, each as JSON, and their keys, of which this condition holds too; of a large table with the event's words only. */
    String select(String what, String condition) {
        List<String> all = new ArrayList<>(List.of(condition));
        if (isLarge) {
            texts.forEach(column -> all.add(column + " = ANY(?)"));
            numbers.forEach(column -> all.add(column + " = ANY(?)"));
        }
        return "SELECT " + what + " FROM " + name + " t WHERE " + String.join(" AND ", all);
    }

    /** As text that is the same for the same key. */
    String key() {
        return "jsonb_build_array(" + String.join(", ", keys) + ")::text";
    }

    /**
     * Binds the words that {@link #select} asks for.
     *
     * @param from the first parameter
     */
    void bind(PreparedStatement statement, Words words, int from) throws SQLException {
        int at = from;
        if (isLarge) {
            Connection connection = statement.getConnection();
            for (String column : texts) {
                Set<String> looked = words.isAll() ? words.texts() : few.among(words.texts(), column);
                statement.setArray(at++, connection.createArrayOf("text", looked.toArray()));
            }
            Array asNumbers = connection.createArrayOf("bigint", words.numbers().toArray());
            for (int i = 0; i < numbers.size(); i++) {
                statement.setArray(at++, asNumbers);
            }
        }
    }
}
