package io.tollgate.audit;

import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the audit log, in pages by id: none is long, however many rows there are. */
public class AuditTrail {
    private static final String NEWEST = """
            SELECT id, at, who, origin, act, subject, what FROM tollgate.audit
            WHERE %s AND id < ? ORDER BY id DESC LIMIT ?""";
    private static final String OLDEST = """
            SELECT id, at, who, origin, act, subject, what FROM tollgate.audit
            WHERE %s AND id > ? ORDER BY id LIMIT ?""";
    private static final int PAGE = 500;

    private final JdbcClient jdbc;

    AuditTrail(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The newest first.
     *
     * @param before the last id of the page before; null for the first page
     * @param limit rows at most; 1 or more
     */
    public List<AuditEntry> page(AuditFilter filter, Long before, int limit) {
        return rows(NEWEST, filter, before == null ? Long.MAX_VALUE : before, limit);
    }

    /** All of them, the oldest first, 500 in memory. */
    public void each(AuditFilter filter, Consumer<AuditEntry> entry) {
        long last = 0;
        List<AuditEntry> page;
        do {
            page = rows(OLDEST, filter, last, PAGE);
            page.forEach(entry);
            last = page.isEmpty() ? last : page.get(page.size() - 1).id();
        } while (page.size() == PAGE);
    }

    private List<AuditEntry> rows(String sql, AuditFilter filter, long than, int limit) {
        AuditFilter.Condition condition = filter.condition();
        return jdbc.sql(sql.formatted(condition.sql()))
                .params(condition.arguments())
                .params(than, limit)
                .query(AuditEntry.class)
                .list();
    }
}
