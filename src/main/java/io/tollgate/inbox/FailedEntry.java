package io.tollgate.inbox;

import io.tollgate.inbox.Columns.Column;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An attempt that has failed by its event's own fault.
 *
 * @param next how long until it is due again; empty when it is dead
 * @param error the cause, in a sentence without a payload
 * @param millis how long the attempt took, in milliseconds
 */
public record FailedEntry(Entry entry, Optional<Duration> next, String error, int millis) {
    static final Columns<FailedEntry> COLUMNS = new Columns<>(List.of(
            new Column<>("id", "text", f -> f.entry().id()),
            new Column<>("claim", "bigint", f -> f.entry().claim()),
            new Column<>("started_at", "timestamptz", f -> f.entry().claimedAt().toString()),
            new Column<>("number", "integer", f -> f.entry().attempts()),
            new Column<>("wait", "bigint", f -> f.next().map(Duration::toMillis).orElse(null)),
            new Column<>("ms", "integer", FailedEntry::millis),
            new Column<>("error", "text", FailedEntry::error)));
}
