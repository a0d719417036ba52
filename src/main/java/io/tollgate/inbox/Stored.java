package io.tollgate.inbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one INSERT has stored.
 *
 * @param ids those that were not known before, a set of the caller's own
 * @param reserved those of them that nobody claims until their lease is over
 */
record Stored(Set<String> ids, List<Entry> reserved) {
    /** Executes it. */
    static Stored by(PreparedStatement statement, List<VerifiedEvent> rows, Duration lease) throws SQLException {
        Map<String, VerifiedEvent> events = rows.stream().collect(Collectors.toMap(VerifiedEvent::id, event -> event));
        Stored stored = new Stored(new HashSet<>(), new ArrayList<>());
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String id = row.getString(1);
                stored.ids().add(id);
                long claim = row.getLong(2);
                if (!row.wasNull()) {
                    Instant now = row.getTimestamp(3).toInstant().minus(lease);
                    stored.reserved().add(new Entry(events.get(id), 1, claim, now, now));
                }
            }
        }
        return stored;
    }
}
