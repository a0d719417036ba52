package io.tollgate.routing.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as Stripe's API gives them, in seconds since 1970 or, in events of version 2, as RFC 3339. */
final class Dates {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** The end of year 9999. */
    private static final long LAST = 253_402_300_799L;

    private Dates() {}

    /** Such as {@code 2026-11-30 14:05 UTC}; null for what is no time. */
    static String format(Object value) {
        try {
            if (value instanceof Integer || value instanceof Long) {
                long seconds = ((Number) value).longValue();
                return seconds < 0 || seconds > LAST ? null : FORMAT.format(Instant.ofEpochSecond(seconds));
            }
            return value instanceof String text ? FORMAT.format(OffsetDateTime.parse(text)) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
