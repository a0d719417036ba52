package io.tollgate.cli;

import io.tollgate.operations.Moment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment, as {@code 2026-01-31T10:00:00Z}, as a day in UTC such as {@code 2026-01-31}, or as an age such as {@code 2h}. */
final class PastTime implements ITypeConverter<Instant> {
    private final Clock clock;

    PastTime(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String value) {
        try {
            return Moment.of(value, clock.instant());
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
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
