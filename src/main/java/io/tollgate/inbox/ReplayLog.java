package io.tollgate.inbox;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who had what done again, and how far it came: {@code tollgate.replay}. */
public class ReplayLog {
    private static final String BEGIN =
            "INSERT INTO tollgate.replay (started_at, requested_by, filter, last_id) VALUES (?, ?, ?, ?) RETURNING id";
    private static final String PROGRESS =
            "UPDATE tollgate.replay SET replayed = replayed + ?, last_id = ? WHERE id = ?";
    private static final String END = "UPDATE tollgate.replay SET ended_at = ? WHERE id = ?";

    private static final String SELECT =
            "SELECT id, started_at, ended_at, requested_by, filter, last_id, replayed FROM tollgate.replay WHERE ";

    private final JdbcClient jdbc;
    private final Clock clock;

    ReplayLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What was done again, or sent back from dead letter queues.
     *
     * @param endedAt null while it runs, and when it was stopped by a crash
     * @param requestedBy who asked for it
     * @param filter what it takes, in the words of the command
     * @param lastId the last one that was looked at
     * @param replayed how many so far
     */
    public record Noted(
            long id,
            Instant startedAt,
            Instant endedAt,
            String requestedBy,
            String filter,
            String lastId,
            long replayed) {}

    public Optional<Noted> find(long id) {
        return jdbc.sql(SELECT + "id = ?").param(id).query(Noted.class).optional();
    }

    /**
     * The last one first.
     *
     * @param before leaves out this number and those above it
     */
    public List<Noted> page(int limit, long before) {
        return jdbc.sql(SELECT + "id < ? ORDER BY id DESC LIMIT ?")
                .params(before, limit)
                .query(Noted.class)
                .list();
    }

    /**
     * @param by who asked for it
     * @param filter what it takes, in the words of the command
     * @param lastId the last one that was looked at; empty for none
     * @return its number
     */
    public long begin(String by, String filter, String lastId) {
        return jdbc.sql(BEGIN)
                .params(now(), by, filter, lastId)
                .query(Long.class)
                .single();
    }

    /** @param more how many were done since the last call */
    public void progress(long id, long more, String lastId) {
        jdbc.sql(PROGRESS).params(more, lastId, id).update();
    }

    public void end(long id) {
        jdbc.sql(END).params(now(), id).update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
