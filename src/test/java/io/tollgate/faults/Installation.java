package io.tollgate.faults;

import static org.awaitility.Awaitility.await;

import io.tollgate.support.BrokerProcess;
import io.tollgate.support.GatewayProcess;
import io.tollgate.support.PostgresProcess;
import io.tollgate.support.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL and broker, each in a process of its own, and gateways on them; ends what it started. */
final class Installation implements AutoCloseable {
    /** So that a killed gateway's entries are due again after seconds; else the settings have their defaults. */
    static final List<String> SHORT_LEASE = List.of(
            "--tollgate.relay.lease=10s",
            "--tollgate.relay.deadline=5s",
            "--tollgate.relay.grace=4s",
            "--tollgate.relay.broker-timeout=3s");

    /** Events that may be in flight at a fault, by the gateway's defaults: relay threads × batch. */
    static final int IN_FLIGHT = 2 * 100;

    private final Path directory;
    private final PostgresProcess database;
    private final BrokerProcess broker;
    private final AlertReceiver alerts = new AlertReceiver();
    private final List<GatewayProcess> gateways = new ArrayList<>();

    /** Starts database and broker. */
    Installation(Path directory) throws IOException {
        this.directory = directory;
        this.database = new PostgresProcess(directory);
        this.broker = new BrokerProcess(directory);
        database.start();
        broker.start();
    }

    /** A gateway that is not started yet. */
    GatewayProcess gateway(List<String> settings) {
        Path own = directory.resolve("gateway-" + (gateways.size() + 1));
        try {
            BadEvents.copyRoutes(own.resolve("routes"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> all = new ArrayList<>(databaseSettings());
        all.addAll(List.of(
                "--tollgate.routes=" + own.resolve("routes"),
                "--spring.activemq.broker-url=" + broker.url(),
                "--spring.activemq.user=" + BrokerProcess.USER,
                "--spring.activemq.password=" + BrokerProcess.PASSWORD,
                "--spring.mail.host=127.0.0.1",
                "--tollgate.mail.finance=finance@example.com"));
        all.addAll(alerts.settings());
        all.addAll(settings);
        GatewayProcess gateway =
                GatewayProcess.withoutEmbedded(own, all).withEnvironment("STRIPE_WEBHOOK_SECRET", Sender.SECRET);
        gateways.add(gateway);
        return gateway;
    }

    /** By which a gateway, or a command, finds the database. */
    List<String> databaseSettings() {
        return List.of(
                "--spring.datasource.url=" + database.jdbcUrl(), "--spring.datasource.username=" + database.user());
    }

    /** A running gateway. */
    GatewayProcess startGateway(List<String> settings) throws IOException {
        GatewayProcess gateway = gateway(settings);
        gateway.start();
        return gateway;
    }

    /** What its gateways tell. */
    AlertReceiver alerts() {
        return alerts;
    }

    PostgresProcess database() {
        return database;
    }

    BrokerProcess broker() {
        return broker;
    }

    /** A folder of its own; see {@link BadEvents#copyRoutes}. */
    Path routesOf(GatewayProcess gateway) {
        return directory.resolve("gateway-" + (gateways.indexOf(gateway) + 1)).resolve("routes");
    }

    /** The first column of the first row. */
    long query(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns once nothing is PENDING but bad events that wait for a retry. */
    void awaitSettled(Duration atMost) {
        await("every entry is routed or dead")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> unsettled("TRUE") == 0);
    }

    /** How many of these entries are PENDING, without bad events that wait for a retry. */
    long unsettled(String which) {
        return query(BadEvents.UNSETTLED + " AND " + which);
    }

    @Override
    public void close() throws IOException {
        for (GatewayProcess gateway : gateways) {
            if (gateway.isAlive()) {
                Signals.kill(gateway.process());
            }
        }
        broker.close();
        database.close();
        alerts.close();
    }
}
