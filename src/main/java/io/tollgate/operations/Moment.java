package io.tollgate.operations;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment in the past, as {@code 2026-01-31T10:00:00Z}, as a day in UTC such as {@code 2026-01-31}, or as an age such as {@code 2h}. */
public final class Moment {
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Moment() {}

    /** @throws IllegalArgumentException with a sentence that says how to give one */
    public static Instant of(String text, Instant now) {
        Matcher age = AGE.matcher(text);
        try {
            if (age.matches()) {
                return now.minus(UNITS.get(age.group(2)).multipliedBy(Long.parseLong(age.group(1))));
            }
            return within(
                    text.contains("T")
                            ? Instant.parse(text)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time: give 2026-01-31T10:00:00Z, 2026-01-31, or an age such as 30m, 2h or 3d",
                    e);
        }
    }

    /** No database has any more. */
    private static Instant within(Instant moment) {
        if (moment.isBefore(Instant.EPOCH) || moment.isAfter(LAST)) {
            throw new DateTimeException("no moment of ours");
        }
        return moment;
    }
}
