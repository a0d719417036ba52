package io.tollgate.audit;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit log, for tests of other packages. */
public final class TestAudit {
    private TestAudit() {}

    public static AuditLog log(DataSource dataSource, Clock clock) {
        return new AuditLog(JdbcClient.create(dataSource), clock);
    }

    public static AuditTrail trail(DataSource dataSource) {
        return new AuditTrail(JdbcClient.create(dataSource));
    }
}
