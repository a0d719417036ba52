package io.tollgate.webhook;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL of the test's own, which it may freeze, kill and start again on its port. */
final class OwnPostgres implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres server;
    private final int port;

    OwnPostgres(Path data) throws IOException {
        this.data = data;
        this.server = builder().start();
        this.port = server.getPort();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** Not through a pool that the gateway uses. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    /** SIGSTOP to the server and all it has started. */
    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    void kill() throws Exception {
        ProcessHandle postmaster = postmaster();
        signal("KILL");
        postmaster.onExit().join();
        // Has nothing left to stop, and gives its lock on the folder back.
        server.close();
    }

    void startAgain() throws IOException {
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        server = builder().setPort(port).start();
    }

    private void signal(String name) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        ProcessHandle postmaster = postmaster();
        Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .forEach(handle -> command.add(Long.toString(handle.pid())));
        // One that has just ended is no failure.
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
