package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.TestDatabase;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The database of the version before, with an inbox over which an index takes long. */
class LongMigrationsTest {
    private static final String PREFIX = "spring.datasource.hikari.data-source-properties.";
    private static final String SLOW = """
            CREATE FUNCTION public.slow() RETURNS event_trigger LANGUAGE plpgsql AS
            'BEGIN IF current_query() LIKE ''%ON inbox %'' THEN PERFORM pg_sleep(7); END IF; END';
            CREATE EVENT TRIGGER slow ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION public.slow()""";

    @Test
    void aMigrationMayTakeLongerThanAStatementOfTheGateway() {
        String url = TestDatabase.newDatabase();
        try (HikariDataSource before = TestDatabase.open(url)) {
            Flyway.configure()
                    .dataSource(before)
                    .defaultSchema("tollgate")
                    .createSchemas(true)
                    .target("9")
                    .load()
                    .migrate();
            new JdbcTemplate(before).execute(SLOW);
        }

        try (Ingress ingress = Ingress.startOn(
                url,
                PREFIX + "socketTimeout=4",
                PREFIX + "options=-c statement_timeout=5s -c idle_in_transaction_session_timeout=5s")) {
            JdbcTemplate jdbc = new JdbcTemplate(ingress.bean(DataSource.class));
            assertThat(jdbc.queryForObject("SELECT to_regclass('tollgate.inbox_aside') IS NOT NULL", Boolean.class))
                    .isTrue();
            assertThat(jdbc.queryForObject("SHOW idle_in_transaction_session_timeout", String.class))
                    .as("of all other connections")
                    .isEqualTo("5s");
        }
    }
}
