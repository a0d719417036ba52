package io.tollgate.inbox;

import io.tollgate.inbox.Columns.Column;
import io.tollgate.trace.Span;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * A claimed row of the inbox.
 *
 * @param event the event as it was accepted
 * @param attempts attempts so far, this one included; 1 or more
 * @param claim the token of the claim: a mark made with it holds only while the lease is ours
 * @param dueAt since when it was due, by the database's clock: its place among those that wait
 * @param claimedAt when it was claimed, by the same clock
 */
public record Entry(VerifiedEvent event, int attempts, long claim, Instant dueAt, Instant claimedAt) {
    static final Columns<Entry> COLUMNS = new Columns<>(List.of(
            new Column<>("id", "text", Entry::id),
            new Column<>("claim", "bigint", Entry::claim),
            new Column<>("number", "integer", Entry::attempts),
            new Column<>("due_at", "timestamptz", e -> e.dueAt().toString())));

    /** As {@link Claims} returns it. */
    static Entry of(ResultSet row, int number) throws SQLException {
        return new Entry(
                event(row).within(Span.of(row.getString("traceparent"))),
                row.getInt("attempts"),
                row.getLong("claim"),
                row.getTimestamp("due_at").toInstant(),
                row.getTimestamp("claimed_at").toInstant());
    }

    /** What was accepted, of a row that has all of it. */
    static VerifiedEvent event(ResultSet row) throws SQLException {
        return new VerifiedEvent(
                row.getString("id"),
                row.getString("type"),
                row.getString("endpoint"),
                row.getObject("livemode", Boolean.class),
                row.getObject("created", Long.class),
                row.getString("api_version"),
                row.getString("account"),
                row.getString("object_id"),
                row.getBytes("payload"),
                row.getTimestamp("received_at").toInstant());
    }

    public String id() {
        return event.id();
    }

    public String type() {
        return event.type();
    }
}
