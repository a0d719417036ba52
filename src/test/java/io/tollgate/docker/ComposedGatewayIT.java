package io.tollgate.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.BrokerProcess;
import io.tollgate.support.GatewayProcess;
import io.tollgate.support.PostgresProcess;
import io.tollgate.support.SignedPosts;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway on database and broker as docker-compose.yml sets them up, without its containers, in the least heap. */
class ComposedGatewayIT {
    private static final String SECRET = "whsec_compose";
    private static final String PASSWORD = "of-the-gateway";

    private static PostgresProcess postgres;
    private static BrokerProcess broker;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        postgres = new PostgresProcess(directory);
        postgres.start();
        runAsTheImageDoes(Path.of("docker/postgres/gateway.sql"));
        broker = new BrokerProcess(directory);
        broker.start();
        gateway = GatewayProcess.withoutEmbedded(
                        directory,
                        List.of(
                                "--spring.datasource.url=" + database(),
                                "--spring.datasource.username=tollgate",
                                "--spring.datasource.password=" + PASSWORD,
                                "--spring.activemq.broker-url=" + broker.url(),
                                "--spring.activemq.user=" + BrokerProcess.USER,
                                "--spring.activemq.password=" + BrokerProcess.PASSWORD,
                                "--spring.mail.host=127.0.0.1",
                                "--tollgate.mail.finance=finance@example.com"))
                .withEnvironment("STRIPE_WEBHOOK_SECRET", SECRET)
                .withJvm(SignedPosts.SMALLEST_HEAP);
        gateway.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null && gateway.isAlive()) {
            gateway.stop();
        }
        broker.close();
        postgres.close();
    }

    @Test
    void itMakesItsTablesAndRoutesAndTheConsumerReads() throws Exception {
        SignedPosts posts = new SignedPosts(gateway.port(), SECRET);
        posts.send("evt_queue", "payment_intent.succeeded", 0);
        posts.send("evt_table", "customer.subscription.created", 0);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> count("tollgate.inbox WHERE status = 'ROUTED'") >= 2 && count("stripe.subscription") == 1);
        assertThat(nextForTheConsumer("stripe.payments.succeeded").getJMSCorrelationID())
                .isEqualTo("evt_queue");
    }

    @Test
    void theLeastHeapHoldsAFullBurst() throws Exception {
        new SignedPosts(gateway.port(), SECRET).burst("charge.dispute.created");

        await().atMost(Duration.ofSeconds(120))
                .until(() -> count("tollgate.inbox WHERE status = 'ROUTED' AND type = 'charge.dispute.created'")
                        == SignedPosts.BURST);
        assertThat(gateway.isAlive()).isTrue();
    }

    /** Each of these is what a superuser may. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY (SELECT 1) TO PROGRAM 'cat'",
                "SELECT pg_read_file('/etc/hostname')",
                "CREATE ROLE another SUPERUSER",
                "CREATE DATABASE another",
                "ALTER SYSTEM SET fsync = off"
            })
    void itsRoleIsNoSuperuser(String statement) {
        assertThatThrownBy(() -> execute(connect(), statement))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    @Test
    void whatFlowsMakeIsNotTheGateways() throws SQLException {
        assertThat(count("pg_class WHERE relnamespace = 'stripe'::regnamespace"
                        + " AND relowner <> 'tollgate_flows'::regrole"))
                .isZero();
    }

    @Test
    void nobodyElsesDatabaseIsItsOwn() throws SQLException {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "tollgate", PASSWORD))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied for database");
        assertThat(count("pg_database WHERE datname = 'tollgate' AND pg_get_userbyid(datdba) = 'tollgate'"))
                .isEqualTo(1);
    }

    /** With psql it would be {@code TOLLGATE_PASSWORD=… psql -f}: the client's own lines are done here. */
    private static void runAsTheImageDoes(Path file) throws IOException, SQLException {
        String sql = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("--") && !line.startsWith("\\"))
                .collect(Collectors.joining("\n"))
                .replace(":'password'", "'" + PASSWORD + "'");
        try (Connection superuser = postgres.connect()) {
            // those that this server was made with
            execute(superuser, "ALTER ROLE tollgate RENAME TO embedded");
            execute(superuser, "ALTER ROLE tollgate_flows RENAME TO embedded_flows");
            for (String statement : sql.split(";\n?")) {
                execute(superuser, statement);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String database() {
        return postgres.jdbcUrl().replaceFirst("/postgres$", "/tollgate");
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(database(), "tollgate", PASSWORD);
    }

    private static int count(String what) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT count(*) FROM " + what)) {
            result.next();
            return result.getInt(1);
        }
    }

    private static Message nextForTheConsumer(String queue) throws Exception {
        try (var connection = new ActiveMQConnectionFactory("consumer", BrokerProcess.CONSUMER_PASSWORD, broker.url())
                .createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            return session.createConsumer(session.createQueue(queue)).receive(30_000);
        }
    }
}
