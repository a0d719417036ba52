package io.tollgate.forget;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The latest states of objects in {@code stripe.object}, and what the tables of the first edition have of them. A table that is not there has no rows. */
final class ObjectRows {
    static final String OBJECT = "stripe.object";

    private static final String SESSION = "stripe.checkout_session";
    private static final int RANGE = 200;
    private static final String IS_THERE = "SELECT to_regclass(?) IS NOT NULL";

    private static final String END_OF_RANGE = """
            SELECT object, id FROM (SELECT object, id FROM stripe.object WHERE (object, id) > (?, ?)
                                    ORDER BY object, id LIMIT ?) AS range
            ORDER BY object DESC, id DESC LIMIT 1""";

    /** A row that has nothing but ids any more. */
    private static final String IS_EMPTY =
            "data = jsonb_build_object('object', object, 'id', id) AND previous IS NULL AND same_second IS NULL";

    private static final String SELECT = """
            SELECT object, id, jsonb_build_array(id, data, previous, same_second)::text AS text FROM stripe.object
            WHERE (object, id) > (?, ?) AND (object, id) <= (?, ?)""";

    private static final String COUNT =
            "SELECT count(*) FROM stripe.object WHERE id = ANY (?) AND NOT (" + IS_EMPTY + ")";

    /** Its event stays: what is older changes nothing, as before. */
    private static final String EMPTY =
            "UPDATE stripe.object SET data = jsonb_build_object('object', object, 'id', id),"
                    + " previous = NULL, same_second = NULL WHERE id = ANY (?) AND NOT (" + IS_EMPTY + ")";

    private static final String COUNT_SESSIONS = """
            SELECT count(*) FROM stripe.checkout_session
            WHERE (id = ANY (?) OR customer = ?) AND num_nonnulls(customer_email, client_reference_id) > 0""";
    private static final String EMPTY_SESSIONS = """
            UPDATE stripe.checkout_session SET customer_email = NULL, client_reference_id = NULL
            WHERE (id = ANY (?) OR customer = ?) AND num_nonnulls(customer_email, client_reference_id) > 0""";

    private static final String TABLES_OF_OTHERS = """
            SELECT DISTINCT c.table_schema || '.' || c.table_name FROM information_schema.columns AS c
            JOIN information_schema.tables AS t USING (table_schema, table_name)
            WHERE c.table_schema NOT IN ('tollgate', 'pg_catalog', 'information_schema') AND t.table_type = 'BASE TABLE'
              AND c.column_name IN ('event_id', 'customer', 'customer_id', 'customer_email', 'customer_name', 'email')
              AND c.table_schema || '.' || c.table_name NOT IN ('stripe.object', 'stripe.checkout_session', 'stripe.subscription')
            ORDER BY 1""";

    private final JdbcClient jdbc;

    ObjectRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Key(String object, String id) {}

    /** @param text all that it says, as JSON */
    record Row(String object, String id, String text) {
        Mentions mentions() {
            return Mentions.of(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Tells of each row, in the order of its key. */
    void each(Consumer<Row> each) {
        if (!isThere(OBJECT)) {
            return;
        }
        Key from = new Key("", "");
        for (Optional<Key> end = end(from); end.isPresent(); end = end(from)) {
            jdbc.sql(SELECT)
                    .params(
                            from.object(),
                            from.id(),
                            end.get().object(),
                            end.get().id())
                    .query(Row.class)
                    .list()
                    .forEach(each);
            from = end.get();
        }
    }

    private Optional<Key> end(Key from) {
        return jdbc.sql(END_OF_RANGE)
                .params(from.object(), from.id(), RANGE)
                .query(Key.class)
                .optional();
    }

    /** How many rows {@link #empty} would change. */
    long count(String customer, Collection<String> ids) {
        String[] all = ids.toArray(String[]::new);
        long objects = isThere(OBJECT) ? one(COUNT, (Object) all) : 0;
        return objects + (isThere(SESSION) ? one(COUNT_SESSIONS, all, customer) : 0);
    }

    /** @return how many rows it has changed; each statement is a transaction */
    long empty(String customer, Collection<String> ids) {
        String[] all = ids.toArray(String[]::new);
        long objects = isThere(OBJECT) ? jdbc.sql(EMPTY).param((Object) all).update() : 0;
        return objects
                + (isThere(SESSION)
                        ? jdbc.sql(EMPTY_SESSIONS).params(all, customer).update()
                        : 0);
    }

    /** Tables that may say something of a customer, and are a team's: nothing is changed there. */
    List<String> tablesOfOthers() {
        return jdbc.sql(TABLES_OF_OTHERS).query(String.class).list();
    }

    boolean isThere(String table) {
        return jdbc.sql(IS_THERE).param(table).query(Boolean.class).single();
    }

    private long one(String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query(Long.class).single();
    }
}
