package io.tollgate.bench;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.springframework.util.FileSystemUtils;

/** The gateway with the routes that come with it, and with its default settings. */
final class Tollgate implements Contender {
    enum Mode {
        /** Answers without storing anything. */
        VERIFY("verify-only", false),
        STORE(null, true),
        ROUTE(null, false),
        /** Sends to the queue, and keeps no object. */
        QUEUE("queue", true),
        /** Keeps the object, and sends nothing. */
        OBJECT_STATE("object-state", true),
        /** Fails for some events. */
        FAIL("bad", true);

        /** Of {@code bench}: these files replace those of the same name in the routes. */
        private final String folder;

        /** Whether every type is at first. */
        private final boolean paused;

        Mode(String folder, boolean paused) {
            this.folder = folder;
            this.paused = paused;
        }
    }

    /** An older checkout may not have them. */
    private static final String FORGET_OBJECTS =
            "DO $$ BEGIN IF to_regclass('stripe.object') IS NOT NULL THEN TRUNCATE stripe.object; END IF; END $$";

    private final String name;
    private final String description;
    private final Mode mode;
    private final Backends backends;
    private final Build build;
    private final GatewayProcess gateway;
    private final Path routes;

    Tollgate(String name, String description, Mode mode, Backends backends, Path directory, Build build)
            throws IOException {
        this.name = name;
        this.description = description;
        this.mode = mode;
        this.backends = backends;
        this.build = build;
        Path own = Files.createDirectories(directory.resolve(database()));
        this.routes = own.resolve("routes");
        this.gateway = Build.process(backends, database(), own, routes, build.settings())
                .withJvm(build.jvm())
                .withoutTestClasses(build.checkout());
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
        FileSystemUtils.copyRecursively(build.checkout().resolve("routes"), routes);
        if (mode.folder != null) {
            Path replaced = Path.of("bench", mode.folder);
            Path own = build.checkout().resolve(replaced);
            // an older checkout may not have it
            FileSystemUtils.copyRecursively(Files.exists(own) ? own : replaced, routes);
        }
        backends.createDatabase(database());
        gateway.start();
        new OldEvents(backends, database()).fill(build.rows(), build.dead());
        if (mode.paused) {
            pause();
        }
    }

    /** Ends it, if it runs, and starts it anew with the same database; returns as soon as it is ready. */
    void restart() throws Exception {
        if (gateway.isAlive()) {
            gateway.stop();
        }
        gateway.launch();
        gateway.awaitReady();
    }

    /** Holds all types back. */
    void pause() throws SQLException {
        backends.execute(database(), "INSERT INTO tollgate.paused VALUES ('*', now(), 'bench')");
    }

    void resume() throws SQLException {
        backends.execute(database(), "DELETE FROM tollgate.paused");
    }

    /** Of its process, as Linux counts it. */
    long residentMegabytes() {
        try {
            return Files.readAllLines(Path.of(
                                    "/proc", Long.toString(gateway.process().pid()), "status"))
                            .stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String database() {
        return "tollgate_" + name.replace("*", "_other") + (mode == Mode.FAIL ? "_bad" : "");
    }

    boolean keepsOnly() {
        return mode == Mode.OBJECT_STATE;
    }

    Arrivals kept() {
        return new KeptObjects(backends, database());
    }

    @Override
    public int port() {
        return gateway.port();
    }

    @Override
    public boolean delivers() {
        return mode == Mode.ROUTE;
    }

    @Override
    public void empty() throws SQLException {
        backends.execute(database(), FORGET_OBJECTS);
        backends.execute(
                database(),
                build.rows() + build.dead() == 0
                        ? "TRUNCATE tollgate.inbox, tollgate.attempt"
                        : "DELETE FROM tollgate.inbox WHERE status = 'PENDING'");
    }

    @Override
    public void close() throws IOException {
        if (gateway.isAlive()) {
            Signals.kill(gateway.process());
        }
    }
}
