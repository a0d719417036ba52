package io.tollgate.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment, as {@code 2026-01-31T10:00:00Z}, as a day in UTC such as {@code 2026-01-31}, or as an age such as {@code 2h}. */
final class PastTime implements ITypeConverter<Instant> {
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    private final Clock clock;

    PastTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String value) {
        Matcher age = AGE.matcher(value);
        try {
            if (age.matches()) {
                return clock.instant().minus(UNITS.get(age.group(2)).multipliedBy(Long.parseLong(age.group(1))));
            }
            return value.contains("T")
                    ? Instant.parse(value)
                    : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + value
                    + "' is no time: give 2026-01-31T10:00:00Z, 2026-01-31, or an age such as 30m, 2h or 3d");
        }
    }

    /** How long ago, in the largest unit that fits. */
    static String age(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        } else if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }
}
