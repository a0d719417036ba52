package io.tollgate.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long no event comes, as a rule. The limit is twice the longer one of two: the gap that only one of a thousand in the last 28 days
 * exceeds, and the longest gap that touched this hour, or the hour beside it, of the same day of the week in one of the last four weeks. So
 * nights and weekends of a quiet account are as usual as they are there, and what was an outage last week raises no alert this week.
 */
final class UsualSilence {
    static final Duration WINDOW = Duration.ofDays(28);
    /** Of events closer to each other only one is looked at, which makes a gap longer by so much at most. */
    static final Duration STEP = Duration.ofMinutes(5);

    private static final Duration KNOWN_FOR = Duration.ofDays(14);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int WEEKS = 4;
    private static final int FEWEST = 50;
    private static final double SHARE = 0.999;

    private final List<Gap> gaps = new ArrayList<>();

    private record Gap(Instant from, Instant to) {
        Duration length() {
            return Duration.between(from, to);
        }

        boolean touches(Instant begin, Instant end) {
            return from.isBefore(end) && to.isAfter(begin);
        }
    }

    /** @param arrivals in their order */
    UsualSilence(List<Instant> arrivals) {
        for (int i = 1; i < arrivals.size(); i++) {
            gaps.add(new Gap(arrivals.get(i - 1), arrivals.get(i)));
        }
    }

    /** @return empty as long as too little is known: for the first two weeks, and of fewer than 50 events */
    Optional<Duration> limit(Instant now, Duration least) {
        if (gaps.size() < FEWEST || gaps.get(0).from().plus(KNOWN_FOR).isAfter(now)) {
            return Optional.empty();
        }
        Duration longest = longer(rare(), longestAtThisHour(now)).multipliedBy(2);
        return Optional.of(longer(longest, least));
    }

    private Duration rare() {
        List<Duration> sorted = gaps.stream().map(Gap::length).sorted().toList();
        return sorted.get((int) Math.ceil(SHARE * sorted.size()) - 1);
    }

    private Duration longestAtThisHour(Instant now) {
        Duration longest = Duration.ZERO;
        for (int week = 1; week <= WEEKS; week++) {
            Instant then = now.minus(WEEK.multipliedBy(week));
            for (Gap gap : gaps) {
                longest = gap.touches(then.minus(HOUR), then.plus(HOUR)) ? longer(longest, gap.length()) : longest;
            }
        }
        return longest;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
