package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollgate.InvalidConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    /** Shared by all tests, since extracting takes seconds. */
    static final Path BINARIES = Path.of("target/postgres");

    @TempDir
    Path data;

    @Test
    void isDurableAndTheSameOnEveryMachine() throws SQLException {
        Map<String, String> settings = Map.of(
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "server_encoding", "UTF8",
                "lc_messages", "C",
                "listen_addresses", "127.0.0.1");
        try (EmbeddedDatabase database = start()) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                assertThat(query(database, "SHOW " + setting.getKey()))
                        .as(setting.getKey())
                        .isEqualTo(setting.getValue());
            }
        }
    }

    @Test
    void keepsRowsOverARestart() throws SQLException {
        try (EmbeddedDatabase database = start()) {
            execute(database, "CREATE TABLE kept AS SELECT 'emoji 🎟' AS text");
        }
        try (EmbeddedDatabase database = start()) {
            assertThat(query(database, "SELECT text FROM kept")).isEqualTo("emoji 🎟");
        }
    }

    @Test
    void beginsAnewWhenItsInitialisationWasCutShort() throws Exception {
        Path cluster = Files.createDirectory(data.resolve("postgres"));
        Files.writeString(cluster.resolve("PG_VERSION"), "17\n");
        Files.writeString(cluster.resolve("postgresql.conf"), "");
        try (EmbeddedDatabase database = start()) {
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void leavesAFolderAloneThatHoldsSomethingElse() throws Exception {
        Path precious = Files.createDirectory(data.resolve("postgres")).resolve("precious.txt");
        Files.writeString(precious, "mine");
        assertThatThrownBy(this::start)
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("not a PostgreSQL database")
                .hasMessageContaining("TOLLGATE_DATA");
        assertThat(precious).hasContent("mine");
    }

    @Test
    void startsAlthoughAnotherProgramHasThePidOfTheLastOne() throws Exception {
        try (EmbeddedDatabase database = start()) {
            execute(database, "CREATE TABLE kept AS SELECT 1");
        }
        long other = ProcessHandle.current().pid();
        Files.writeString(data.resolve("postgres/postmaster.pid"), other + "\n" + data.resolve("postgres") + "\n");
        try (EmbeddedDatabase database = start()) {
            assertThat(query(database, "SELECT count(*) FROM kept")).isEqualTo("1");
        }
    }

    @Test
    void saysWhyAndWhereToLookWhenItDoesNotStart() throws Exception {
        start().close();
        Files.writeString(data.resolve("postgres/postgresql.conf"), "no_such_setting = 1\n");
        assertThatThrownBy(() -> EmbeddedDatabase.start(data.resolve("postgres"), BINARIES, Duration.ofSeconds(3)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("postgres.log")
                .hasMessageContaining("SPRING_DATASOURCE_URL");
        assertThat(data.resolve("postgres.log")).content().contains("no_such_setting");
    }

    @Test
    void isStartedAgainOnItsPortWhenItHasEnded() throws Exception {
        try (EmbeddedDatabase database = start();
                KeptRunning kept = new KeptRunning(database, data.resolve("postgres"))) {
            execute(database, "CREATE TABLE kept AS SELECT 'emoji 🎟' AS text");
            kept.start();
            String pid =
                    Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(0);
            ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
                assertThat(query(database, "SELECT text FROM kept")).isEqualTo("emoji 🎟");
                assertThat(data.resolve("postgres/postmaster.pid")).content().doesNotStartWith(pid + "\n");
            });
            assertThat(query(database, "SHOW fsync")).isEqualTo("on");
        }
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(data.resolve("postgres"), BINARIES);
    }

    static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static void execute(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }
}
