package io.tollgate.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Brings the book up to date: what is seen begins once it has held, what is gone ends once it has stayed away. */
final class Holding {
    /** Of one condition: a hundred flows that fail for one reason are no hundred messages. */
    static final int MOST_SUBJECTS = 5;

    private final AlertBook book;
    private final AlertsProperties properties;

    Holding(AlertBook book, AlertsProperties properties) {
        this.book = book;
        this.properties = properties;
    }

    /** @param unknown of which nobody knows whether they hold: they stay as they are */
    void update(List<Sight> seen, Set<Condition> unknown, Instant now) {
        List<Alert> open = book.open();
        for (Sight sight : seen) {
            open.stream()
                    .filter(alert -> alert.has(sight))
                    .findFirst()
                    .ifPresentOrElse(alert -> holds(alert, sight, open, now), () -> book.see(sight, now));
        }
        open.stream()
                .filter(alert -> seen.stream().noneMatch(alert::has))
                .filter(alert -> Condition.of(alert.condition())
                        .filter(unknown::contains)
                        .isEmpty())
                .forEach(alert -> gone(alert, now));
    }

    private void holds(Alert alert, Sight sight, List<Alert> open, Instant now) {
        book.still(alert, sight.details());
        if (alert.beganAt() == null
                && passed(alert.seenAt(), properties.holds(sight.condition()), now)
                && hasPlace(alert, open)) {
            book.begin(alert, now);
        }
    }

    /** Counts those before it as begun, since they begin in the same round. */
    private static boolean hasPlace(Alert alert, List<Alert> open) {
        long before = open.stream()
                .filter(other -> other.condition().equals(alert.condition()))
                .filter(other -> other.beganAt() != null || other.id() < alert.id())
                .count();
        return before < MOST_SUBJECTS;
    }

    private void gone(Alert alert, Instant now) {
        if (alert.beganAt() == null) {
            book.forget(alert);
        } else if (alert.goneAt() == null) {
            book.gone(alert, now);
        } else if (passed(alert.goneAt(), properties.hold(), now)) {
            book.end(alert, now);
        }
    }

    private static boolean passed(Instant since, Duration time, Instant now) {
        return !since.plus(time).isAfter(now);
    }
}
