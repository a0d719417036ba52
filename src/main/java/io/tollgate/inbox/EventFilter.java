package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Which events. What is null does not narrow it down.
 *
 * @param type an event type, or a pattern such as {@code customer.subscription.*}
 * @param status {@code PENDING}, {@code ROUTED} or {@code DEAD}
 * @param from received at or after this
 * @param to received before this
 * @param endpoint the endpoint it came in at
 * @param account the connected account
 * @param error a part of the text of its last failure, in any case
 */
public record EventFilter(
        String type, Status status, Instant from, Instant to, String endpoint, String account, String error) {

    private static final Pattern PLAIN = Pattern.compile("[\\w.:/@-]+");

    /** Where an entry stands. */
    public enum Status {
        PENDING,
        ROUTED,
        DEAD
    }

    public static final EventFilter EVERYTHING = new EventFilter(null, null, null, null, null, null, null);

    /** The same, but only what was received before {@code end}, unless it ends earlier already. */
    public EventFilter until(Instant end) {
        Instant earlier = to == null || to.isAfter(end) ? end : to;
        return new EventFilter(type, status, from, earlier, endpoint, account, error);
    }

    /** A condition on {@code tollgate.inbox}, and what its question marks stand for. */
    record Condition(String sql, List<Object> arguments) {
        Condition and(String more, Object argument) {
            if (argument == null) {
                return this;
            }
            List<Object> all = new ArrayList<>(arguments);
            all.add(argument);
            return new Condition(sql + " AND " + more, all);
        }
    }

    Condition condition() {
        return new Condition("true", List.of())
                .and("type LIKE ?", type == null ? null : like(type).replace("*", "%"))
                .and("status = ?", status == null ? null : status.name())
                .and("received_at >= ?", from == null ? null : Timestamp.from(from))
                .and("received_at < ?", to == null ? null : Timestamp.from(to))
                .and("endpoint = ?", endpoint)
                .and("account = ?", account)
                .and("error ILIKE ?", error == null ? null : "%" + like(error) + "%");
    }

    private static String like(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** As the options of the commands, quoted for a shell where it needs that. */
    @Override
    public String toString() {
        StringJoiner options = new StringJoiner(" ");
        option(options, "type", type);
        option(options, "status", status);
        option(options, "from", from);
        option(options, "to", to);
        option(options, "endpoint", endpoint);
        option(options, "account", account);
        option(options, "error", error);
        return options.toString();
    }

    private static void option(StringJoiner options, String name, Object value) {
        if (value != null) {
            options.add("--" + name + "=" + quoted(value.toString()));
        }
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
