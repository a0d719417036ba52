package io.tollgate.inbox;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The events of an inbox, for tests of other packages. */
public final class TestEntries {
    private TestEntries() {}

    public static Entries on(DataSource dataSource) {
        return new Entries(OperatorConfiguration.jdbcClient(new JdbcTemplate(dataSource)));
    }

    /** An event that was stored. */
    public static void store(DataSource dataSource, VerifiedEvent event) {
        new JdbcTemplate(dataSource)
                .update(
                        "INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, object_id, payload, received_at,"
                                + " due_at) VALUES (?, ?, ?, ?, ?, ?, ?, now(), now())",
                        event.id(),
                        event.type(),
                        event.endpoint(),
                        event.livemode(),
                        event.created(),
                        event.objectId(),
                        event.payload());
    }
}
