package io.tollgate.bench;

import io.tollgate.support.FreePorts;
import io.tollgate.support.Signals;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A server of {@code bench} in a process of its own. */
final class PeerServer implements Contender {
    private final String name;
    private final String description;
    private final boolean delivers;
    private final Forget forget;
    private final ProcessBuilder builder;
    private final File log;
    private final int port = FreePorts.next();
    private Process process;

    /** @param forget what empties its table, where it has one */
    PeerServer(String name, String description, boolean delivers, Forget forget, ProcessBuilder builder, Path log) {
        this.name = name;
        this.description = description;
        this.delivers = delivers;
        this.forget = forget;
        this.builder = builder;
        this.log = log.toFile();
    }

    /** Forgets all events. */
    interface Forget {
        void run() throws SQLException;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void start() throws Exception {
        builder.environment().put("PORT", Integer.toString(port));
        process = builder.redirectErrorStream(true).redirectOutput(log).start();
        Awaitility.await(name + " listens, see " + log)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean delivers() {
        return delivers;
    }

    @Override
    public void empty() throws SQLException {
        forget.run();
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            Signals.kill(process);
        }
    }
}
