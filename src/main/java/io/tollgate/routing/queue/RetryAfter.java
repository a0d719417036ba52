package io.tollgate.routing.queue;

import io.tollgate.hydrate.NotHydrated;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;

/** How long a server asks to be left alone: {@code Retry-After} of RFC 9110, 10.2.3, seconds or a date; Stripe's too. */
final class RetryAfter {
    /** What asks for more is not believed. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** Zero when it does not ask; a day at most. */
    static Duration of(Throwable failure, Instant now) {
        for (Throwable cause : PermanentFailure.causes(failure)) {
            if (cause instanceof NotHydrated none) {
                return bounded(none.pause());
            }
            if (cause instanceof HttpOperationFailedException http && http.getResponseHeaders() != null) {
                return http.getResponseHeaders().entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
                        .map(Map.Entry::getValue)
                        .map(value -> bounded(read(value.strip(), now)))
                        .findFirst()
                        .orElse(Duration.ZERO);
            }
        }
        return Duration.ZERO;
    }

    private static Duration read(String value, Instant now) {
        if (value.matches("\\d+")) {
            return value.length() > MOST_DIGITS ? LONGEST : Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Duration.between(now, until);
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private static Duration bounded(Duration asked) {
        if (asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
