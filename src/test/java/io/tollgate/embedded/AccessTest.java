package io.tollgate.embedded;

import static io.tollgate.embedded.EmbeddedDatabaseTest.BINARIES;
import static io.tollgate.embedded.EmbeddedDatabaseTest.execute;
import static io.tollgate.embedded.EmbeddedDatabaseTest.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final String ALL_KINDS = """
            CREATE SCHEMA stripe;
            CREATE TYPE stripe.state AS ENUM ('open', 'won');
            CREATE DOMAIN stripe.amount AS bigint CHECK (VALUE >= 0);
            CREATE TYPE stripe.pair AS (a int, b int);
            CREATE TYPE stripe.span AS RANGE (subtype = int);
            CREATE TABLE stripe."Odd name" (id serial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, s stripe.state,
              amount stripe.amount, pairs stripe.pair[]);
            INSERT INTO stripe."Odd name" (s, amount) VALUES ('won', 7);
            CREATE TABLE stripe.parted (d date) PARTITION BY RANGE (d);
            CREATE TABLE stripe.part PARTITION OF stripe.parted FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE SEQUENCE public.numbers;
            CREATE VIEW stripe.seen AS SELECT amount FROM stripe."Odd name";
            CREATE MATERIALIZED VIEW stripe.frozen AS SELECT amount FROM stripe."Odd name";
            CREATE FUNCTION stripe.twice(n int, "the rest" text[] DEFAULT '{}') RETURNS int LANGUAGE sql AS 'SELECT 2 * n';
            CREATE PROCEDURE stripe.nothing() LANGUAGE sql AS '';
            CREATE FUNCTION stripe.touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER touched BEFORE UPDATE ON stripe."Odd name" FOR EACH ROW EXECUTE FUNCTION stripe.touched();
            CREATE AGGREGATE stripe.total(int) (sfunc = int4pl, stype = int, initcond = '0');
            CREATE STATISTICS stripe.related ON id, n FROM stripe."Odd name";
            CREATE ROLE reader LOGIN;
            CREATE TABLE public.readers (n int);
            ALTER TABLE public.readers OWNER TO reader;
            CREATE TEMPORARY TABLE gone (n int);
            SELECT lo_create(4711);
            """;

    private static final String NOT_OURS = """
            SELECT coalesce(string_agg(what, ', '), 'none') FROM (
              SELECT nspname::text AS what FROM pg_namespace WHERE oid >= 16384 AND nspname !~ '^pg_' AND nspowner <> %1$s
              UNION ALL SELECT relname FROM pg_class
                WHERE oid >= 16384 AND relnamespace::regnamespace::text !~ '^pg_' AND relowner <> %1$s
              UNION ALL SELECT proname FROM pg_proc WHERE oid >= 16384 AND proowner <> %1$s
              UNION ALL SELECT typname FROM pg_type
                WHERE oid >= 16384 AND typnamespace::regnamespace::text !~ '^pg_' AND typowner <> %1$s
              UNION ALL SELECT stxname FROM pg_statistic_ext WHERE stxowner <> %1$s
              UNION ALL SELECT oid::text FROM pg_largeobject_metadata WHERE lomowner <> %1$s
              UNION ALL SELECT datname FROM pg_database WHERE datname = 'postgres' AND datdba <> %1$s) foreign_objects
            """.formatted("'tollgate'::regrole");

    @TempDir
    Path data;

    @Test
    void aGuessedLoginIsRefused() throws Exception {
        try (EmbeddedDatabase database = start()) {
            for (String user : List.of("postgres", "tollgate", "root", "reader")) {
                for (String password : List.of("", user, "postgres", "secret")) {
                    assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), user, password))
                            .as(user + ", " + password)
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    e -> assertThat(e.getSQLState()).isIn("28P01", "28000", "08004"));
                }
            }
        }
    }

    @Test
    void thePasswordIsForTheOwnerOfTheFolderOnly() throws Exception {
        try (EmbeddedDatabase database = start()) {
            assertThat(database.password()).matches("[A-Za-z0-9]{32}");
            assertThat(data.resolve("postgres-password")).hasContent(database.password() + "\n");
            assertThat(mode("postgres-password")).isEqualTo("rw-------");
            assertThat(mode("postgres/pg_hba.conf")).isEqualTo("rw-------");
            assertThat(mode("postgres.log")).isEqualTo("rw-------");
            assertThat(query(database, "SHOW password_encryption")).isEqualTo("scram-sha-256");
            assertThat(data.resolve("postgres.log")).content().doesNotContain(database.password());
        }
    }

    @Test
    void theRoleMakesWhatItNeedsAndCannotLeaveTheDatabase() throws Exception {
        try (EmbeddedDatabase database = start()) {
            execute(database, "CREATE SCHEMA mine CREATE TABLE t (id serial PRIMARY KEY)");
            execute(database, "CREATE TABLE public.too (id int)");
            assertThat(query(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
            for (String sql : new String[] {
                "COPY mine.t FROM PROGRAM 'echo 1'",
                "SELECT pg_read_file('pg_hba.conf')",
                "CREATE ROLE another SUPERUSER",
                "ALTER SYSTEM SET log_statement = 'all'",
                "SET ROLE postgres",
                "SELECT rolpassword FROM pg_authid"
            }) {
                assertThatThrownBy(() -> execute(database, sql)).as(sql).hasMessageContaining("permission denied");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDatabaseOfTheVersionBeforeKeepsWorkingWithAllThatIsInIt(boolean killed) throws Exception {
        makeAsBefore(killed);
        for (int start = 1; start <= 2; start++) {
            try (EmbeddedDatabase database = start()) {
                assertThat(query(database, NOT_OURS)).isEqualTo("none");
                assertThat(query(database, "SELECT amount FROM stripe.seen")).isEqualTo("7");
                assertThat(query(database, "SELECT stripe.twice(4)")).isEqualTo("8");
                migrate(database.jdbcUrl(), database.username(), database.password());
                execute(database, "ALTER TABLE stripe.\"Odd name\" ADD COLUMN IF NOT EXISTS more text");
                execute(database, "INSERT INTO stripe.\"Odd name\" (s) VALUES ('open')");
                execute(database, "REFRESH MATERIALIZED VIEW stripe.frozen");
                execute(database, "INSERT INTO public.readers VALUES (1)");
                assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "postgres", ""))
                        .isInstanceOf(SQLException.class);
            }
        }
    }

    @Test
    void theRoleOfFlowsIsThereAndDoesNotGetIn() throws Exception {
        try (EmbeddedDatabase database = start()) {
            execute(database, "CREATE SCHEMA mine CREATE TABLE t (id int)");
            assertThatThrownBy(() -> execute(database, "SET ROLE tollgate_flows; SELECT id FROM mine.t"))
                    .hasMessageContaining("permission denied for schema mine");
            assertThatThrownBy(() ->
                            DriverManager.getConnection(database.jdbcUrl(), "tollgate_flows", database.password()))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aPasswordThatIsLostIsMadeAnew() throws Exception {
        String first;
        try (EmbeddedDatabase database = start()) {
            first = database.password();
            execute(database, "CREATE TABLE kept AS SELECT 1");
        }
        Files.delete(data.resolve("postgres-password"));
        try (EmbeddedDatabase database = start()) {
            assertThat(database.password()).isNotEqualTo(first);
            assertThat(query(database, "SELECT count(*) FROM kept")).isEqualTo("1");
        }
    }

    /** As the gateway did until it had logins: everybody on the loopback address is let in, as superuser. */
    private void makeAsBefore(boolean killed) throws IOException, SQLException, InterruptedException {
        Path cluster = data.resolve("postgres");
        try (EmbeddedPostgres before = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(
                                data.resolve("postgres-binaries").toFile())
                        .setDataDirectory(cluster)
                        .setCleanDataDirectory(false)
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
                Connection connection = before.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            migrate(before.getJdbcUrl("postgres", "postgres"), "postgres", "");
            statement.execute(ALL_KINDS);
            if (killed) {
                String pid =
                        Files.readAllLines(cluster.resolve("postmaster.pid")).get(0);
                ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
                server.destroyForcibly();
                server.onExit().join();
            }
        }
    }

    private static void migrate(String url, String user, String password) {
        Flyway.configure()
                .dataSource(url, user, password)
                .defaultSchema("tollgate")
                .createSchemas(true)
                .load()
                .migrate();
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(data.resolve("postgres"), BINARIES);
    }
}
