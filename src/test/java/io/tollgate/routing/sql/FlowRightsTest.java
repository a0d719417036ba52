package io.tollgate.routing.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.SqlStatement;
import io.tollgate.support.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The role of flows, with a login as most installations have it: it owns its database, and is no superuser. */
class FlowRightsTest {
    @TempDir
    Path folder;

    private final String url = TestDatabase.newDatabase();
    private final String login = url.replaceAll(".*/(\\w+).*", "login_$1");
    private final HikariDataSource admins = TestDatabase.open(url);
    private final JdbcTemplate admin = new JdbcTemplate(admins);
    private final List<HikariDataSource> open = new ArrayList<>(List.of(admins));
    private HikariDataSource gateway;

    @BeforeEach
    void login() throws Exception {
        admin.execute("CREATE ROLE " + login + " LOGIN");
        admin.execute("ALTER DATABASE " + url.replaceAll(".*/(\\w+).*", "$1") + " OWNER TO " + login);
        gateway = TestDatabase.open(url.replaceAll("\\?.*", ""), config -> config.setUsername(login));
        open.add(gateway);
        Flyway.configure()
                .dataSource(gateway)
                .defaultSchema("tollgate")
                .createSchemas(true)
                .load()
                .migrate();
        Files.createDirectories(folder.resolve("tables"));
    }

    @AfterEach
    void close() {
        open.forEach(HikariDataSource::close);
    }

    private void roleByAnAdministrator() {
        admin.execute("""
                DO $$ BEGIN CREATE ROLE tollgate_flows; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                GRANT tollgate_flows TO\s""" + login);
    }

    private void file(String sql) throws Exception {
        Files.writeString(folder.resolve("tables/R__a.sql"), sql);
    }

    private static SqlStatement statement(String sql) {
        return new SqlStatement("flow.camel.yaml", 1, 1, sql, 0, false);
    }

    /** On a server that has no such role yet. */
    @Test
    void loginsThatMayMakeRolesMakeItAlsoAtTheSameMoment() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                Connection superuser = server.getPostgresDatabase().getConnection();
                Statement statement = superuser.createStatement()) {
            List<DataSource> logins = new ArrayList<>();
            for (String name : List.of("one", "two", "three")) {
                statement.execute("CREATE ROLE " + name + " LOGIN " + (name.equals("three") ? "" : "CREATEROLE"));
                statement.execute("CREATE DATABASE " + name + " OWNER " + name);
                logins.add(server.getDatabase(name, name));
            }
            assertThat(FlowRights.find(logins.get(0))).isEqualTo(FlowRole.GATEWAYS);
            assertThat(FlowRights.establish(logins.get(2))).isEqualTo(FlowRole.GATEWAYS);

            ExecutorService gateways = Executors.newFixedThreadPool(2);
            List<Future<FlowRole>> roles = gateways.invokeAll(
                    List.of(() -> FlowRights.establish(logins.get(0)), () -> FlowRights.establish(logins.get(0))));
            gateways.shutdown();

            assertThat(roles.get(0).get()).isEqualTo(FlowRole.OWN);
            assertThat(roles.get(1).get()).isEqualTo(FlowRole.OWN);
            assertThat(FlowRights.establish(logins.get(1)))
                    .as("its name is taken, by another gateway of this server")
                    .isEqualTo(FlowRole.GATEWAYS);
        }
    }

    @Test
    void withoutTheRoleFlowsHaveTheGatewaysRights() throws Exception {
        assertThat(new JdbcTemplate(gateway).queryForObject("SELECT current_user", String.class))
                .isEqualTo(login);
        assertThat(FlowRights.establish(gateway)).isEqualTo(FlowRole.GATEWAYS);
    }

    @Test
    void aSuperuserMakesIt() throws Exception {
        assertThat(FlowRights.establish(admins)).isEqualTo(FlowRole.OWN);
        new FlowTables(admins, FlowRole.OWN).apply(folder, List.of(statement("SELECT 1")));
    }

    @Test
    void whatFlowsHaveMadeIsTheRolesFromNowOn() throws Exception {
        file("""
                CREATE TABLE IF NOT EXISTS a (id bigserial PRIMARY KEY, at timestamptz);
                CREATE TABLE IF NOT EXISTS p (id bigint) PARTITION BY RANGE (id);
                CREATE SEQUENCE IF NOT EXISTS s;
                DROP TYPE IF EXISTS mood CASCADE; CREATE TYPE mood AS ENUM ('well');
                CREATE OR REPLACE VIEW "a View" AS SELECT id FROM a;
                CREATE OR REPLACE FUNCTION f(n bigint) RETURNS bigint LANGUAGE sql RETURN n;
                """);
        new FlowTables(gateway, FlowRole.GATEWAYS).apply(folder, List.of());
        roleByAnAdministrator();

        FlowTables tables = new FlowTables(gateway, FlowRights.establish(gateway));
        file("""
                ALTER TABLE a ADD COLUMN IF NOT EXISTS amount bigint;
                ALTER TYPE mood RENAME TO spirits;
                DROP VIEW "a View"; DROP FUNCTION f; ALTER SEQUENCE s OWNED BY p.id; DROP TABLE p;
                CREATE SCHEMA accounting;
                CREATE TABLE b (id text);
                """);
        tables.apply(folder, List.of(statement("INSERT INTO stripe.a (amount) VALUES (1)")));

        assertThat(admin.queryForList("""
                        SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class
                        WHERE relnamespace = 'stripe'::regnamespace""", String.class)).containsExactly("tollgate_flows");
        assertThat(new JdbcTemplate(gateway).queryForList("SELECT id FROM stripe.b"))
                .as("the gateway's role may still look")
                .isEmpty();
    }

    @Test
    void aFileAndAFlowMayNotTouchTheInbox() throws Exception {
        roleByAnAdministrator();
        FlowTables tables = new FlowTables(gateway, FlowRights.establish(gateway));

        file("CREATE TABLE a (id text);\nALTER TABLE tollgate.inbox ADD COLUMN team_note text");
        assertThatThrownBy(() -> tables.apply(folder, List.of()))
                .isInstanceOfSatisfying(
                        InvalidRouteSet.class,
                        refused -> assertThat(refused.findings())
                                .singleElement()
                                .asString()
                                .startsWith("tables/R__a.sql:2:1: ")
                                .contains("permission denied for schema tollgate"));

        file("CREATE TABLE a (id text)");
        for (String statement : List.of("DELETE FROM tollgate.inbox", "SELECT 1 FROM tollgate.attempt")) {
            assertThatThrownBy(() -> tables.apply(folder, List.of(statement(statement))))
                    .isInstanceOfSatisfying(
                            InvalidRouteSet.class,
                            refused -> assertThat(refused.findings())
                                    .singleElement()
                                    .asString()
                                    .contains(
                                            "permission denied for schema tollgate",
                                            "tollgate_flows",
                                            "[invalid-sql]"));
        }
    }

    @Test
    void aTableOfOthersNeedsAGrant() throws Exception {
        admin.execute("CREATE SCHEMA books; CREATE TABLE books.entry (id text); GRANT USAGE ON SCHEMA books TO PUBLIC");
        roleByAnAdministrator();
        FlowTables tables = new FlowTables(gateway, FlowRights.establish(gateway));
        SqlStatement write = statement("INSERT INTO books.entry VALUES (?)");

        assertThatThrownBy(() -> tables.apply(folder, List.of(write)))
                .isInstanceOfSatisfying(
                        InvalidRouteSet.class,
                        refused -> assertThat(refused.findings().toString())
                                .contains("permission denied for table entry"));

        admin.execute("GRANT INSERT ON books.entry TO tollgate_flows");
        tables.apply(folder, List.of(write));
        admin.execute("DROP SCHEMA books CASCADE");
    }

    @Test
    void aFlowThatStartsAtAQueueHasTheRoleToo() throws Exception {
        roleByAnAdministrator();
        try (FlowDataSource flows = new FlowDataSource(gateway, 1, FlowRights.establish(gateway))) {
            assertThat(new JdbcTemplate(flows).queryForObject("SELECT current_user", String.class))
                    .isEqualTo("tollgate_flows");
        }
    }
}
