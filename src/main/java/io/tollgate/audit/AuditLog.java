package io.tollgate.audit;

import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds to the audit log. A row is committed before what it tells of is done: a crash between leaves a row too many, never one too few. */
public class AuditLog {
    private static final String ADD =
            "INSERT INTO tollgate.audit (at, who, origin, act, subject, what) VALUES (?, ?, ?, ?, ?, ?)";

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param subject what it is about: the id of an event, a type, a hash of routes, a user
     * @param what more about it, such as a filter; never a payload or a secret
     * @throws org.springframework.dao.DataAccessException when the row is not written: then it is not to be done either
     */
    public void write(Caller caller, Act act, String subject, String what) {
        jdbc.sql(ADD)
                .params(Timestamp.from(clock.instant()), caller.name(), caller.origin(), act.name(), subject, what)
                .update();
    }
}
