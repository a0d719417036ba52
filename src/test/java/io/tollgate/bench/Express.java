package io.tollgate.bench;

import io.tollgate.support.FreePorts;
import io.tollgate.support.Signals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** The usual Express server with Stripe's library: {@code bench/express/server.mjs}. */
final class Express implements Contender {
    private final String name;
    private final String description;
    private final String mode;
    private final Backends backends;
    private final Path log;
    private final int port = FreePorts.next();
    private Process process;

    Express(String name, String description, String mode, Backends backends, Path directory) {
        this.name = name;
        this.description = description;
        this.mode = mode;
        this.backends = backends;
        this.log = directory.resolve("express-" + mode + ".out");
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
        backends.createDatabase(database());
        ProcessBuilder builder = Peers.ofNode("express", "server.mjs", backends, database())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("MODE", mode);
        builder.environment().put("PORT", Integer.toString(port));
        process = builder.start();
        Awaitility.await("Express listens, see " + log)
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

    private String database() {
        return "express_" + mode;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean delivers() {
        return mode.equals("send");
    }

    @Override
    public void empty() throws SQLException {
        if (!mode.equals("verify")) {
            backends.execute(database(), "TRUNCATE event");
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            Signals.kill(process);
        }
    }
}
