package io.tollgate.inbox;

import io.tollgate.inbox.Columns.Column;
import java.util.List;

/**
 * What one attempt reached.
 *
 * @param destinations in order, such as {@code jms:queue:stripe.disputes}
 * @param millis how long the routing took, in milliseconds
 */
public record RoutedEntry(Entry entry, List<String> destinations, int millis) {
    static final Columns<RoutedEntry> COLUMNS = new Columns<>(List.of(
            new Column<>("id", "text", r -> r.entry().id()),
            new Column<>("claim", "bigint", r -> r.entry().claim()),
            new Column<>("started_at", "timestamptz", r -> r.entry().claimedAt().toString()),
            new Column<>("number", "integer", r -> r.entry().attempts()),
            new Column<>("ms", "integer", RoutedEntry::millis),
            new Column<>("destinations", "text", r -> String.join("\n", r.destinations()))));
}
