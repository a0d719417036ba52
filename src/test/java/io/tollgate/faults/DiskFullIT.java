package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The disk of an embedded gateway runs full under load, and has room again later; nobody restarts anything. */
@Timeout(300)
class DiskFullIT {
    /** For a cluster, its log and the executables, and for the broker's journal. */
    private static final int MEGABYTES = 220;

    private static final Duration ANSWERED = Duration.ofSeconds(15);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final AlertReceiver alerts = new AlertReceiver();
    private GatewayProcess gateway;

    DiskFullIT() throws IOException {}

    @AfterEach
    void stopListening() {
        alerts.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        SmallDisk.assume();
        Path routes = directory.resolve("routes");
        BadEvents.copyRoutes(routes);
        List<String> settings = new ArrayList<>(alerts.settings());
        settings.add("--tollgate.routes=" + routes);
        gateway = new GatewayProcess(directory, settings.toArray(String[]::new))
                .withEnvironment("STRIPE_WEBHOOK_SECRET", Sender.SECRET);
    }

    /** Too little is left for the next file of PostgreSQL's log, which ends PostgreSQL for good. */
    @Test
    void aDatabaseWithoutRoomAnswers503AndComesBack() throws Exception {
        SmallDisk disk = new SmallDisk(Files.createDirectories(directory.resolve("data")), MEGABYTES);
        disk.mountFor(gateway);
        gateway.start();
        try {
            Load load = new Load("full", gateway::port).withBadEvents().start(100);
            awaitAnswers(load, 200, 300);
            disk.fill(8);
            beginNextLogFile();
            awaitLog("The embedded PostgreSQL has ended (", "No space left on device");
            awaitLog("The disk of ", "/data/postgres is full (", "make room for 32 MB and more");
            int stored = load.answeredWith(200).size();
            awaitAnswers(load, 503, 300);
            assertThat(load.answeredWith(200)).as("none is taken for stored").hasSize(stored);
            assertThat(health("/readiness")).contains("\"status\":\"DOWN\"");
            assertThat(load.slowest()).as("the slowest answer").isLessThan(ANSWERED);
            alerts.awaitBegan("database-away");

            disk.makeRoom();
            awaitLog("The embedded PostgreSQL runs again");
            awaitAnswers(load, 200, stored + 300);
            await().until(() -> health("/readiness").contains("\"status\":\"UP\""));
            load.close();
            settled(load, "the disk of the embedded PostgreSQL is full");
            alerts.mustHaveToldOnce("database-away");
        } finally {
            end();
        }
    }

    /** The broker has a disk of its own: events are stored and wait. */
    @Test
    void aBrokerWithoutRoomHoldsNothingUpAndComesBack() throws Exception {
        SmallDisk disk = new SmallDisk(Files.createDirectories(directory.resolve("data/activemq")), MEGABYTES);
        disk.mountFor(gateway);
        gateway.start();
        try {
            Load load = new Load("full", gateway::port).withBadEvents().start(100);
            awaitAnswers(load, 200, 300);
            disk.fill(0);
            awaitLog("The disk of ", "/data/activemq is full (", "make room for 32 MB and more");
            awaitAnswers(load, 200, load.answeredWith(200).size() + 500);
            assertThat(health("/readiness")).contains("\"status\":\"UP\"");
            assertThat(health("")).as("all events that need the broker wait").contains("payment_intent.succeeded");

            disk.makeRoom();
            awaitAnswers(load, 200, load.answeredWith(200).size() + 300);
            load.close();
            assertThat(load.notAnsweredWith(200)).as("requests without a 200").isEmpty();
            settled(load, "the disk of the embedded broker is full");
        } finally {
            end();
        }
    }

    private void beginNextLogFile() throws IOException {
        try (Connection database = database();
                Statement statement = database.createStatement()) {
            statement.execute("SELECT pg_logical_emit_message(false, 'filler', repeat('x', 17 << 20))");
        } catch (SQLException e) {
            assertThat(e.getMessage())
                    .as("PostgreSQL ends at once")
                    .containsAnyOf("I/O error", "No space left on device");
        }
    }

    private void settled(Load load, String fault) throws Exception {
        await("every entry is routed")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> unsettled() == 0);
        try (var database = database();
                var broker = new ActiveMQConnectionFactory(gateway.brokerUrl()).createConnection()) {
            Ledger ledger =
                    Ledger.of(database, broker, load).print(fault).mustBalance().mustHaveBadEvents();
            assertThat(ledger.dead()).isEmpty();
            assertThat(ledger.duplicates()).isLessThanOrEqualTo(Installation.IN_FLIGHT);
        }
    }

    private long unsettled() throws Exception {
        try (var database = database();
                var statement = database.createStatement();
                var rows = statement.executeQuery(BadEvents.UNSETTLED)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Its port is the fourth line of a file that is perhaps to be seen through the gateway's own mount only. */
    private Connection database() throws IOException, SQLException {
        Path root = Path.of("/proc/" + gateway.process().pid() + "/root");
        Path data = root.resolve("." + directory).resolve("data");
        Path file = data.resolve("postgres/postmaster.pid");
        String password = Files.readString(data.resolve("postgres-password")).strip();
        String url =
                "jdbc:postgresql://127.0.0.1:" + Files.readAllLines(file).get(3).strip() + "/postgres";
        return DriverManager.getConnection(url, "tollgate", password);
    }

    private void awaitAnswers(Load load, int status, int count) {
        await(count + " answers " + status)
                .atMost(Duration.ofSeconds(90))
                .until(() -> load.answeredWith(status).size() >= count);
    }

    private void awaitLog(String... parts) {
        Callable<Boolean> written = () -> gateway.output()
                .lines()
                .anyMatch(line -> List.of(parts).stream().allMatch(line::contains));
        await("log: " + String.join("…", parts)).atMost(Duration.ofSeconds(60)).until(written);
    }

    private String health(String part) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/health" + part);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** With the JVM its mount goes away, but only once nothing that it started uses it any more. */
    private void end() throws InterruptedException {
        if (gateway.isAlive()) {
            gateway.stop();
        }
    }
}
