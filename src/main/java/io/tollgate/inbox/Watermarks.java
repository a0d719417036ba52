package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Up to when the inbox has all events that Stripe has created, by account, mode and type. */
public class Watermarks {
    private static final String BEGIN = """
            INSERT INTO tollgate.stripe_watermark (owner, livemode, account, type, since, complete)
            SELECT ?, ?, ?, type, ?, ? FROM unnest(?::text[]) AS t (type) ON CONFLICT DO NOTHING""";

    private static final String OF = """
            SELECT owner, livemode, account, type, since, complete FROM tollgate.stripe_watermark
            WHERE owner = ? AND livemode = ? AND account = ? ORDER BY complete, type""";

    private static final String CHANGE = """
            UPDATE tollgate.stripe_watermark SET %s
            WHERE owner = ? AND livemode = ? AND account = ? AND type = ANY (?)""";

    /** What is complete is one span: what begins after its end does not make it longer. */
    private static final String ADVANCE = CHANGE.formatted("complete = greatest(complete, ?)") + " AND complete >= ?";

    private static final String REACH_BACK = CHANGE.formatted("since = least(since, ?)") + " AND complete >= ?";
    private static final String GIVE_UP =
            CHANGE.formatted("since = greatest(since, ?), complete = greatest(complete, ?)");

    /** One whose key is not there now may have it again: what it knows is not asked for anew. */
    private static final String FORGET = """
            WITH asked AS (
                SELECT * FROM unnest(?::text[], ?::boolean[], ?::text[]) AS t (owner, livemode, account))
            DELETE FROM tollgate.stripe_watermark
            WHERE complete < ? AND NOT (type = ANY (?) AND (owner, livemode, account) IN (SELECT * FROM asked))
              AND ((owner, livemode) IN (SELECT owner, livemode FROM asked) OR complete < ?)""";

    private static final String SUMMARY = """
            SELECT owner, livemode, account <> '' AS connected, count(DISTINCT account) AS accounts, count(DISTINCT type) AS types,
                   min(since) AS since, min(complete) AS complete
            FROM tollgate.stripe_watermark %s GROUP BY owner, livemode, connected ORDER BY owner, livemode DESC, connected""";

    private static final String ALL = SUMMARY.formatted("");
    private static final String OF_TYPES = SUMMARY.formatted("WHERE type = ANY (?)");

    private final JdbcClient jdbc;

    Watermarks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Whose events.
     *
     * @param owner the name of our account
     * @param account the connected one; empty for our own
     */
    public record Scope(String owner, boolean livemode, String account) {
        public boolean isConnected() {
            return !account.isEmpty();
        }

        @Override
        public String toString() {
            return owner + (livemode ? " (live)" : " (test)") + (isConnected() ? " " + account : "");
        }
    }

    /**
     * What is known of one type.
     *
     * @param since what Stripe created before was never asked for
     * @param complete what Stripe created since then and before this moment is committed
     */
    public record Mark(String owner, boolean livemode, String account, String type, Instant since, Instant complete) {
        /** With a first moment that is as early as this one. */
        public Mark from(Instant earlier) {
            return earlier.isBefore(since) ? new Mark(owner, livemode, account, type, earlier, complete) : this;
        }
    }

    /**
     * What is known of all types.
     *
     * @param connected whether it is about connected accounts, else about our own
     * @param since the earliest
     * @param complete the earliest
     */
    public record Summary(
            String owner,
            boolean livemode,
            boolean connected,
            int accounts,
            int types,
            Instant since,
            Instant complete) {}

    /** Those that are not known yet begin at this moment. */
    public void begin(Scope scope, Collection<String> types, Instant at) {
        Timestamp moment = Timestamp.from(at);
        jdbc.sql(BEGIN)
                .params(scope.owner(), scope.livemode(), scope.account(), moment, moment, array(types))
                .update();
    }

    /** The one that is furthest behind comes first. */
    public List<Mark> of(Scope scope) {
        return jdbc.sql(OF)
                .params(scope.owner(), scope.livemode(), scope.account())
                .query(Mark.class)
                .list();
    }

    /**
     * To be called once all that Stripe created from one moment to the other is committed. Never goes back; and stays where it is
     * when there is a gap between what is complete and {@code from}.
     */
    public void advance(Scope scope, Collection<String> types, Instant from, Instant to) {
        change(ADVANCE, scope, types, to, from);
    }

    /** To be called once all that Stripe created from one moment to the other is committed, and the watermark is moved. */
    public void reachBack(Scope scope, Collection<String> types, Instant from, Instant to) {
        change(REACH_BACK, scope, types, from, to);
    }

    /** What Stripe created before this moment is not to be had any more. */
    public void giveUp(Scope scope, Collection<String> types, Instant before) {
        Timestamp moment = Timestamp.from(before);
        jdbc.sql(GIVE_UP)
                .params(moment, moment, scope.owner(), scope.livemode(), scope.account(), array(types))
                .update();
    }

    /**
     * Those that are asked for no more: their account or flow is gone, or their key.
     *
     * @param before keeps what was complete up to this moment, for it may be back soon
     * @param beforeKey the same of those whose key is gone; earlier
     */
    public void forget(Collection<Scope> asked, Collection<String> types, Instant before, Instant beforeKey) {
        jdbc.sql(FORGET)
                .param(array(asked.stream().map(Scope::owner).toList()))
                .param(asked.stream().map(Scope::livemode).toArray(Boolean[]::new))
                .param(array(asked.stream().map(Scope::account).toList()))
                .params(Timestamp.from(before), array(types), Timestamp.from(beforeKey))
                .update();
    }

    public List<Summary> all() {
        return jdbc.sql(ALL).query(Summary.class).list();
    }

    /** As {@link #all}, of some types only. */
    public List<Summary> of(Collection<String> types) {
        return jdbc.sql(OF_TYPES).param(array(types)).query(Summary.class).list();
    }

    private void change(String sql, Scope scope, Collection<String> types, Instant value, Instant complete) {
        jdbc.sql(sql)
                .params(Timestamp.from(value), scope.owner(), scope.livemode(), scope.account(), array(types))
                .param(Timestamp.from(complete))
                .update();
    }

    private static String[] array(Collection<String> types) {
        return types.toArray(String[]::new);
    }
}
