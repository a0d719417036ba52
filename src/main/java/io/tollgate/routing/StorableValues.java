package io.tollgate.routing;

import io.tollgate.text.Storable;
import java.io.StringWriter;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.springframework.util.CompositeIterator;

/** The values of one statement, each as the database can store it. It is asked about those alone whose text has escapes of JSON that it refuses. */
final class StorableValues implements Iterator<Object> {
    /** Of a parameter, whose type may be a domain, or an array of one. */
    private static final String IS_JSON = """
            WITH RECURSIVE base (type) AS (
              SELECT CAST(to_regtype(?) AS oid)
              UNION ALL SELECT unnest(ARRAY[typbasetype, typelem]) FROM base JOIN pg_type ON oid = type WHERE type <> 0)
            SELECT EXISTS (SELECT FROM base WHERE type IN ('json'::regtype, 'jsonb'::regtype))""";

    /** SQLSTATE: no such character, no such JSON. */
    private static final Pattern REFUSED = Pattern.compile("22P05|22P02");

    private final Iterator<?> values;
    private final String query;
    private final Exchange exchange;
    private final Map<Integer, Object> texts = new TreeMap<>();
    private PreparedStatement statement;
    private int position;
    private boolean mended;

    /** @param values null for none */
    StorableValues(Iterator<?> values, String query, Exchange exchange) {
        this.values = values;
        this.query = query;
        this.exchange = exchange;
    }

    /** Before the first value is taken. */
    void bindTo(PreparedStatement statement) {
        this.statement = statement;
    }

    Exchange exchange() {
        return exchange;
    }

    boolean areMended() {
        return mended;
    }

    @Override
    public boolean hasNext() {
        return values != null && values.hasNext();
    }

    @Override
    public Object next() {
        Object value = values.next();
        if (value instanceof CompositeIterator<?> several) {
            List<Object> all = new ArrayList<>();
            several.forEachRemaining(one -> all.add(storable(one)));
            CompositeIterator<Object> storable = new CompositeIterator<>();
            storable.add(all.iterator());
            return storable;
        }
        return storable(value instanceof Map.Entry<?, ?> entry ? entry.getValue() : value);
    }

    private Object storable(Object value) {
        position++;
        Object json = mend(value, Storable::json);
        if (json == value) {
            return value;
        }
        Object text = mend(value, Storable::text);
        boolean hasEscapes = !Objects.deepEquals(text, json);
        boolean isJson = hasEscapes && takesJson();
        if (hasEscapes && !isJson) {
            texts.put(position, json);
        }
        mended |= isJson || text != value;
        return isJson ? json : text;
    }

    /** The same object when nothing of it is mended. */
    private static Object mend(Object value, UnaryOperator<String> how) {
        if (value instanceof CharSequence || value instanceof StringWriter || value instanceof Character) {
            String text = value.toString();
            String mended = how.apply(text);
            return mended == text ? value : mended;
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, Object> mended = new LinkedHashMap<>();
            map.forEach((key, of) -> mended.put(mend(key, how), mend(of, how)));
            return mended.equals(map) ? value : mended;
        } else if (value instanceof Object[] array) {
            return mendAll(array, how);
        }
        return value;
    }

    private static Object[] mendAll(Object[] array, UnaryOperator<String> how) {
        Object[] mended = array.clone();
        boolean changed = false;
        for (int i = 0; i < array.length; i++) {
            mended[i] = mend(array[i], how);
            changed |= mended[i] != array[i];
        }
        return changed ? mended : array;
    }

    /** Asked of a statement of its own: the one that is bound says of what has a value the value's type. */
    private boolean takesJson() {
        return Undone.ask(statement, () -> {
            try (PreparedStatement asked = statement.getConnection().prepareStatement(query);
                    PreparedStatement type = statement.getConnection().prepareStatement(IS_JSON)) {
                type.setString(1, asked.getParameterMetaData().getParameterTypeName(position));
                try (var row = type.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        });
    }

    /**
     * Once all are bound. What is bound as text may become JSON later on, in a function or by a second cast: if the
     * statement is refused for it, all of them are mended as JSON.
     */
    void tryOut() throws SQLException {
        if (!texts.isEmpty() && Undone.ask(statement, this::isRefused)) {
            mended = true;
            for (Map.Entry<Integer, Object> text : texts.entrySet()) {
                statement.setObject(text.getKey(), text.getValue());
            }
        }
    }

    private boolean isRefused() throws SQLException {
        try {
            statement.execute();
            return false;
        } catch (SQLException e) {
            return REFUSED.matcher(String.valueOf(e.getSQLState())).matches();
        }
    }
}
