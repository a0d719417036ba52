package io.tollgate.audit;

import io.tollgate.text.Visible;
import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds to the audit log. A row is committed before what it tells of is done: a crash between leaves a row too many, never one too few. */
public class AuditLog {
    /** Characters of a name, an address, a subject. */
    static final int LONGEST_NAME = 200;

    static final int LONGEST_WHAT = 2000;

    private static final String ADD =
            "INSERT INTO tollgate.audit (at, who, origin, act, subject, what) VALUES (?, ?, ?, ?, ?, ?)";

    private final JdbcClient jdbc;
    private final Clock clock;

    AuditLog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Texts may be a stranger's: what cannot be seen in them is written as an escape, and what is too long is cut (200 characters, of
     * {@code what} 2,000).
     *
     * @param subject what it is about: the id of an event, a type, a hash of routes, a user; {@code *} for many
     * @param what more about it, such as a filter; never a payload or a secret
     * @throws org.springframework.dao.DataAccessException when the row is not written: then it is not to be done either
     */
    public void write(Caller caller, Act act, String subject, String what) {
        jdbc.sql(ADD)
                .params(
                        Timestamp.from(clock.instant()),
                        seen(caller.name(), LONGEST_NAME),
                        seen(caller.origin(), LONGEST_NAME),
                        act.name(),
                        seen(subject, LONGEST_NAME),
                        seen(what, LONGEST_WHAT))
                .update();
    }

    /** Cut before and behind, since an escape is longer than what it stands for. */
    private static String seen(String text, int longest) {
        String given = text == null ? "" : text;
        return cut(Visible.of(cut(given, longest)), longest);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }
}
