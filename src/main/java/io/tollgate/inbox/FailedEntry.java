package io.tollgate.inbox;

import java.time.Duration;
import java.util.Optional;

/**
 * An attempt that has failed by its event's own fault.
 *
 * @param next how long until it is due again; empty when it is dead
 * @param error the cause, in a sentence without a payload
 * @param millis how long the attempt took, in milliseconds
 */
public record FailedEntry(Entry entry, Optional<Duration> next, String error, int millis) {}
