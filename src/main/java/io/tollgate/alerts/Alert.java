package io.tollgate.alerts;

import java.time.Instant;

/**
 * One that is on, or was.
 *
 * @param condition its name, such as {@code broker-away}
 * @param subject what it is about; empty where there is but one
 * @param seenAt when it was first seen
 * @param beganAt when it had held for long enough to be told; null before
 * @param toldAt when a channel first took the message; null when none has, or it is silenced
 * @param goneAt since when it does not hold; null while it does
 */
public record Alert(
        long id,
        String condition,
        String subject,
        String details,
        Instant seenAt,
        Instant beganAt,
        Instant toldAt,
        Instant goneAt,
        Instant endedAt,
        Instant endedToldAt) {
    boolean has(Sight sight) {
        return condition.equals(sight.condition().toString()) && subject.equals(sight.subject());
    }
}
