package io.tollgate.forget;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which customers are forgotten and how far that has come, so that a run that was cut off can be gone on with: ids and counts. */
final class ForgetLog {
    private static final String BEGIN = """
            INSERT INTO tollgate.forget (customer, requested_by, started_at, step) VALUES (?, ?, ?, 'SEARCHED') RETURNING id""";
    private static final String STEP = """
            UPDATE tollgate.forget SET step = ?, events = events + ?, rows = rows + ?, messages = messages + ?, mails = mails + ?
            WHERE id = ?""";
    private static final String END = "UPDATE tollgate.forget SET ended_at = ?, step = 'DONE' WHERE id = ?";
    private static final String NOTE = """
            INSERT INTO tollgate.forget_id (customer, kind, id) SELECT ?, ?, unnest(?) ON CONFLICT DO NOTHING""";
    private static final String KNOWN = "SELECT id FROM tollgate.forget_id WHERE customer = ? AND kind = ? ORDER BY id";
    private static final String CUT_OFF = """
            SELECT count(*) FROM tollgate.forget WHERE customer = ? AND ended_at IS NULL""";

    private final JdbcClient jdbc;
    private final Clock clock;

    ForgetLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    enum Kind {
        EVENT,
        OBJECT
    }

    enum Step {
        PAYLOADS,
        ROWS,
        MESSAGES,
        MAILS
    }

    long begin(String customer, String by) {
        return jdbc.sql(BEGIN)
                .params(customer, by, Timestamp.from(clock.instant()))
                .query(Long.class)
                .single();
    }

    void note(String customer, Kind kind, Collection<String> ids) {
        jdbc.sql(NOTE).params(customer, kind.name(), ids.toArray(String[]::new)).update();
    }

    List<String> known(String customer, Kind kind) {
        return jdbc.sql(KNOWN).params(customer, kind.name()).query(String.class).list();
    }

    boolean wasCutOff(String customer) {
        return jdbc.sql(CUT_OFF).param(customer).query(Long.class).single() > 0;
    }

    /** @param count how much more was done in this step */
    void progress(long run, Step step, long count) {
        jdbc.sql(STEP)
                .params(
                        step.name(),
                        step == Step.PAYLOADS ? count : 0,
                        step == Step.ROWS ? count : 0,
                        step == Step.MESSAGES ? count : 0,
                        step == Step.MAILS ? count : 0,
                        run)
                .update();
    }

    void end(long run) {
        jdbc.sql(END).params(Timestamp.from(clock.instant()), run).update();
    }
}
