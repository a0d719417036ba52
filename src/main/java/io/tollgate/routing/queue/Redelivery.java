package io.tollgate.routing.queue;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;

/**
 * When a message whose flow has failed is delivered to it again. The defaults span 83 minutes; then the message is moved to the dead
 * letter queue. A route may say otherwise for its queue, with the options of its {@code from}.
 *
 * @param first delay before the first retry, more than zero
 * @param factor each delay is the one before times this, 1 or more
 * @param longest no delay is longer, unless the server of a flow asks for it ({@code Retry-After})
 * @param times retries before the dead letter queue, 0 or more
 */
@ConfigurationProperties("tollgate.redelivery")
public record Redelivery(
        @DefaultValue("1s") Duration first,
        @DefaultValue("2") double factor,
        @DefaultValue("5m") Duration longest,
        @DefaultValue("24") int times) {
    public static final Redelivery DEFAULT = new Redelivery(Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 24);
    private static final String SETTING = "tollgate.redelivery.";
    private static final String FIRST = "redeliveryFirst";
    private static final String FACTOR = "redeliveryFactor";
    private static final String LONGEST = "redeliveryLongest";
    private static final String TIMES = "redeliveryTimes";
    private static final List<String> NUMBERS = List.of(FACTOR, TIMES);
    /** Of a {@code from: jms:}, beside Camel's own. */
    public static final List<String> OPTIONS = List.of(FIRST, FACTOR, LONGEST, TIMES);

    public Redelivery {
        require(first.toMillis() >= 1, "first must be 1ms or more, such as 1s");
        require(factor >= 1, "factor must be 1 or more, such as 2");
        require(longest.compareTo(first) >= 0, "longest must not be shorter than first");
        require(times >= 0, "times must be 0 or more, such as 24");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new InvalidConfiguration(SETTING + sentence);
        }
    }

    /**
     * For one route.
     *
     * @param options of its {@code from}; those that are not of here are left alone
     * @throws InvalidConfiguration when a value is none
     */
    public Redelivery with(Map<String, ?> options) {
        Redelivery with = this;
        for (String option : OPTIONS) {
            Object value = options.get(option);
            if (value != null) {
                with = with.with(option, String.valueOf(value).strip());
            }
        }
        return with;
    }

    private Redelivery with(String option, String value) {
        try {
            return switch (option) {
                case FIRST -> {
                    Duration first = DurationStyle.detectAndParse(value);
                    yield new Redelivery(first, factor, first.compareTo(longest) > 0 ? first : longest, times);
                }
                case FACTOR -> new Redelivery(first, Double.parseDouble(value), longest, times);
                case LONGEST -> {
                    Duration longest = DurationStyle.detectAndParse(value);
                    yield new Redelivery(first.compareTo(longest) > 0 ? longest : first, factor, longest, times);
                }
                default -> new Redelivery(first, factor, longest, Integer.parseInt(value));
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration("%s is '%s', but takes a %s"
                    .formatted(option, value, NUMBERS.contains(option) ? "number such as 5" : "time such as 30s"));
        }
    }

    /** @param tries that have failed, 1 or more */
    Duration delay(int tries) {
        double millis = first.toMillis() * Math.pow(factor, tries - 1.0);
        return millis < longest.toMillis() ? Duration.ofMillis((long) millis) : longest;
    }
}
