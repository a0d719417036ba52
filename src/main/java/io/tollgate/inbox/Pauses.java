package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Event types that an operator has stopped. Kept in the database, so every gateway holds them back from its next claim
 * on, and a restart forgets none. What is paused is stored as ever and waits; no attempt is used up.
 */
public class Pauses {
    /** Stands for every type. */
    public static final String ALL = "*";

    private static final String PAUSE =
            "INSERT INTO tollgate.paused (type, paused_at, paused_by) VALUES (?, ?, ?) ON CONFLICT (type) DO NOTHING";
    private static final String RESUME = "DELETE FROM tollgate.paused WHERE type = ?";
    private static final String LIST =
            "SELECT type, paused_at AS at, paused_by AS by FROM tollgate.paused ORDER BY type";

    private static final String TYPES = "SELECT type FROM tollgate.paused";

    private final JdbcClient jdbc;
    private final Clock clock;

    Pauses(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One that is paused.
     *
     * @param type an event type, or {@link #ALL}
     * @param by who paused it
     */
    public record Pause(String type, Instant at, String by) {}

    /**
     * Attempts no event of the type from now on; attempts that run go on to their end.
     *
     * @param type an event type, or {@link #ALL}
     * @return false when it was paused already
     */
    public boolean pause(String type, String by) {
        return jdbc.sql(PAUSE).params(type, Timestamp.from(clock.instant()), by).update() == 1;
    }

    /**
     * Lifts the pause of this type, or the one of {@link #ALL}; each has its own.
     *
     * @return false when there was none
     */
    public boolean resume(String type) {
        return jdbc.sql(RESUME).param(type).update() == 1;
    }

    /** Says of a type whether it is paused, as of now. */
    public Predicate<String> now() {
        List<String> paused = jdbc.sql(TYPES).query(String.class).list();
        return type -> paused.contains(type) || paused.contains(ALL);
    }

    public List<Pause> list() {
        return jdbc.sql(LIST).query(Pause.class).list();
    }
}
