package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which events the flows behind queues have done, by route. An event is noted after the flow's success, so a crash between the two
 * means that it is done once more; none is noted that was not done. Retention removes what is older than the rows of the inbox are kept.
 */
public class DoneEvents {
    private static final String FIND = """
            SELECT done_at FROM tollgate.done_event WHERE event_id = ? AND route = ? AND step = ? AND key = ?""";
    private static final String ALL = """
            SELECT route, step, done_at FROM tollgate.done_event WHERE event_id = ? ORDER BY done_at, route, step""";
    private static final String NOTE = """
            INSERT INTO tollgate.done_event (event_id, route, step, key, done_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";
    private static final String COUNT = """
            SELECT count(DISTINCT event_id) FROM tollgate.done_event WHERE event_id = ANY (?)""";
    private static final String FORGET = "DELETE FROM tollgate.done_event WHERE event_id = ANY (?)";

    private final JdbcClient jdbc;
    private final Clock clock;

    public DoneEvents(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What is done once.
     *
     * @param event its id
     * @param route id of the flow
     * @param step id of the step in it
     * @param key what the step tells one piece of work from another by, the event's id as a rule
     */
    public record Work(String event, String route, String step, String key) {}

    /** What is done of an event. */
    public record Done(String route, String step, Instant doneAt) {}

    /** When it was done; empty when it was not, or nobody has noted it. */
    public Optional<Instant> find(Work work) {
        return jdbc.sql(FIND)
                .params(work.event(), work.route(), work.step(), work.key())
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    /** Of one event, the oldest first. */
    public List<Done> of(String event) {
        return jdbc.sql(ALL).param(event).query(Done.class).list();
    }

    /** Commits by itself, unless the thread is in a transaction. */
    public void note(Work work) {
        jdbc.sql(NOTE)
                .params(work.event(), work.route(), work.step(), work.key(), Timestamp.from(clock.instant()))
                .update();
    }

    /** How many of these events a flow has done. */
    public long count(Collection<String> events) {
        return jdbc.sql(COUNT)
                .param(events.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /** So that the flows do them again when they come again. */
    public void forget(Collection<String> events) {
        jdbc.sql(FORGET).param(events.toArray(String[]::new)).update();
    }
}
