package io.tollgate.inbox;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the inbox knows of Stripe, for tests of other packages. */
public final class TestStripe {
    private TestStripe() {}

    private static JdbcClient jdbc(DataSource dataSource) {
        return OperatorConfiguration.jdbcClient(new JdbcTemplate(dataSource));
    }

    public static Watermarks watermarks(DataSource dataSource) {
        return new Watermarks(jdbc(dataSource));
    }

    public static StripeAccounts accounts(DataSource dataSource) {
        return new StripeAccounts(jdbc(dataSource));
    }

    public static Leases leases(DataSource dataSource) {
        return new Leases(jdbc(dataSource));
    }

    public static Entries entries(DataSource dataSource) {
        return new Entries(jdbc(dataSource));
    }

    public static Seen seen(DataSource dataSource) {
        return new Seen(jdbc(dataSource));
    }
}
