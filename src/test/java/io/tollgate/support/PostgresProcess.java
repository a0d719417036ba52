package io.tollgate.support;

import io.tollgate.embedded.EmbeddedDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A PostgreSQL with its own defaults, which keeps its port, and its data, over a kill. */
public final class PostgresProcess implements AutoCloseable {
    private final Path cluster;
    private final Path binaries;
    private final File log;
    private final int port = FreePorts.next();
    private Process process;

    /** @param directory an empty one */
    public PostgresProcess(Path directory) {
        this.cluster = directory.resolve("postgres");
        this.binaries = Path.of("target/postgres");
        this.log = directory.resolve("postgres.out").toFile();
        // extracts the binaries and initialises the cluster
        EmbeddedDatabase.start(cluster, binaries).close();
        letEverybodyIn();
    }

    /** As user postgres, without a password. */
    private void letEverybodyIn() {
        try {
            Files.writeString(cluster.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns once it takes connections. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(executable(), "-D", cluster.toString(), "-p", Integer.toString(port)));
        command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        Awaitility.await("PostgreSQL takes connections, see " + log)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(this::answers);
    }

    private String executable() throws IOException {
        try (Stream<Path> files = Files.walk(binaries)) {
            return files.filter(file -> file.endsWith(Path.of("bin", "postgres")))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl() + "?user=" + user());
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return "postgres";
    }

    public Process process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            Signals.kill(process);
        }
    }
}
