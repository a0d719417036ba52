package io.tollgate.audit;

import io.tollgate.text.ShellWord;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which rows of the audit log. Null is no matter.
 *
 * @param from at this time or later
 * @param to before this time
 * @param who the name, as it was written
 * @param subject the same
 */
public record AuditFilter(Instant from, Instant to, String who, Act act, String subject) {
    public static final AuditFilter EVERYTHING = new AuditFilter(null, null, null, null, null);

    /** The text of a condition, and what goes into it. */
    record Condition(String sql, List<Object> arguments) {}

    Condition condition() {
        List<String> sql = new ArrayList<>(List.of("TRUE"));
        List<Object> arguments = new ArrayList<>();
        add(sql, arguments, "at >= ?", from == null ? null : Timestamp.from(from));
        add(sql, arguments, "at < ?", to == null ? null : Timestamp.from(to));
        add(sql, arguments, "who = ?", who);
        add(sql, arguments, "act = ?", act == null ? null : act.name());
        add(sql, arguments, "subject = ?", subject);
        return new Condition(String.join(" AND ", sql), arguments);
    }

    private static void add(List<String> sql, List<Object> arguments, String criterion, Object value) {
        if (value != null) {
            sql.add(criterion);
            arguments.add(value);
        }
    }

    /** In the words of the command. */
    @Override
    public String toString() {
        return Stream.of(
                        word("from", from),
                        word("to", to),
                        word("who", who),
                        word("act", act),
                        word("subject", subject))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String word(String option, Object value) {
        return value == null ? "" : "--" + option + "=" + ShellWord.of(value.toString());
    }
}
