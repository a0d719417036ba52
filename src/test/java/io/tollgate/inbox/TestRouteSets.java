package io.tollgate.inbox;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The decisions on route sets, for tests of other packages. */
public final class TestRouteSets {
    private TestRouteSets() {}

    public static RouteSets on(DataSource dataSource) {
        return new RouteSets(OperatorConfiguration.jdbcClient(new JdbcTemplate(dataSource)), Clock.systemUTC());
    }
}
