package io.tollgate.deadletter;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The dead letter queue of one queue: {@code DLQ.} and its name.
 *
 * @param origin where its messages come from, and go back to
 */
public record DeadLetterQueue(String origin) {
    private static final String PREFIX = "DLQ.";

    /** ActiveMQ reads several queues, a pattern or options out of these: one name would be many queues. */
    private static final Pattern NO_NAME = Pattern.compile("\\s.*|.*\\s|.*[,?*>\\p{Cntrl}].*|", Pattern.DOTALL);

    /**
     * @param name of the queue or of its dead letter queue
     * @return empty when it is not the name of one queue
     */
    public static Optional<DeadLetterQueue> of(String name) {
        String origin = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return NO_NAME.matcher(origin).matches() ? Optional.empty() : Optional.of(new DeadLetterQueue(origin));
    }

    public String name() {
        return PREFIX + origin;
    }
}
