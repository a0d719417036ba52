package io.tollgate.deadletter;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which dead letters. What is null does not narrow it down.
 *
 * @param type an event type, or a pattern such as {@code customer.subscription.*}
 * @param event the id of an event
 * @param from sent at or after this
 * @param to sent before this
 * @param cause a part of what the broker says of it, word for word
 */
public record DeadLetterFilter(String type, String event, Instant from, Instant to, String cause) {
    public static final DeadLetterFilter EVERYTHING = new DeadLetterFilter(null, null, null, null, null);

    /** The same, but only what was sent before {@code end}, unless it ends earlier already. */
    public DeadLetterFilter until(Instant end) {
        return new DeadLetterFilter(type, event, from, to == null || to.isAfter(end) ? end : to, cause);
    }

    /** The same as {@link #matches}, for the broker; null for everything. */
    String selector() {
        List<String> all = new ArrayList<>();
        if (type != null) {
            all.add(either("stripeEventType", "JMSType", like(parts(type))));
        }
        if (event != null) {
            all.add(either("stripeEventId", "JMSCorrelationID", "= '" + quoted(event) + "'"));
        }
        if (from != null) {
            all.add(either(DeadLetter.FIRST_SENT, "JMSTimestamp", ">= " + from.toEpochMilli()));
        }
        if (to != null) {
            all.add(either(DeadLetter.FIRST_SENT, "JMSTimestamp", "< " + to.toEpochMilli()));
        }
        if (cause != null) {
            all.add(either(Cause.PROPERTY, Cause.MAIL_REFUSAL, like(Stream.of("", cause, ""))));
        }
        return all.isEmpty() ? null : String.join(" AND ", all);
    }

    /** The second counts where there is no first. */
    private static String either(String first, String second, String condition) {
        return "(%s %s OR %s IS NULL AND %s %s)".formatted(first, condition, first, second, condition);
    }

    private static Stream<String> parts(String pattern) {
        return Stream.of(pattern.split("\\*", -1));
    }

    private static String like(Stream<String> parts) {
        return parts.map(part -> quoted(part.replaceAll("[\\\\%_]", "\\\\$0")))
                .collect(Collectors.joining("%", "LIKE '", "' ESCAPE '\\'"));
    }

    private static String quoted(String text) {
        return text.replace("'", "''");
    }

    boolean matches(Message message) throws JMSException {
        long sent = DeadLetter.sent(message);
        return (type == null || isLike(DeadLetter.type(message)))
                && (event == null || event.equals(DeadLetter.event(message)))
                && (from == null || sent >= from.toEpochMilli())
                && (to == null || sent < to.toEpochMilli())
                && (cause == null || String.valueOf(Cause.said(message)).contains(cause));
    }

    private boolean isLike(String found) {
        String regex = parts(type).map(Pattern::quote).collect(Collectors.joining(".*"));
        return found != null
                && Pattern.compile(regex, Pattern.DOTALL).matcher(found).matches();
    }
}
