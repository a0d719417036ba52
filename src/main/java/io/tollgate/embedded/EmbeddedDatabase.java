package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import io.tollgate.OwnerOnly;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL of our own, on a free port of the loopback interface. What was committed survives a restart, the death
 * of this JVM and a power cut. Only one at a time may run on a directory: hold a {@link DataFolder} on its parent.
 */
public final class EmbeddedDatabase implements AutoCloseable, KeptRunning.Server {
    private static final String LIBRARY_FOLDER = "ot.epg.working-dir";
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;
    private final StartCommand command;
    private final Access access;

    private EmbeddedDatabase(EmbeddedPostgres postgres, StartCommand command, Access access) {
        this.postgres = postgres;
        this.command = command;
        this.access = access;
    }

    /** Starts on a directory, with the binaries extracted into its sibling {@code <directory>-binaries}. */
    public static EmbeddedDatabase start(Path directory) {
        return start(directory, directory.resolveSibling(directory.getFileName() + "-binaries"));
    }

    /**
     * Starts on a directory, which is initialised when it is new or its initialisation was cut short. A PostgreSQL that
     * a killed JVM has left running on it is stopped first.
     *
     * @param binaries where the executables are kept, extracted once; several databases may share it
     * @throws InvalidConfiguration when PostgreSQL cannot run here; says why and the way out
     */
    public static EmbeddedDatabase start(Path directory, Path binaries) {
        return start(directory, binaries, STARTUP);
    }

    static EmbeddedDatabase start(Path directory, Path binaries, Duration timeout) {
        Unprivileged.require();
        Path cluster = directory.toAbsolutePath().normalize();
        try {
            new OrphanedPostgres(cluster).stop();
            discardUnfinished(cluster);
            Files.createDirectories(cluster.getParent());
            OwnerOnly.makeFile(logFile(cluster).toPath());
            Access access = Access.to(cluster);
            EmbeddedPostgres started = settings(access, Binaries.in(binaries.toAbsolutePath()))
                    .setPGStartupWait(timeout)
                    .start();
            return new EmbeddedDatabase(started, StartCommand.of(cluster), access);
        } catch (IOException | UncheckedIOException | IllegalStateException | ExceptionInInitializerError e) {
            throw new InvalidConfiguration(
                    "The embedded PostgreSQL did not start on " + cluster + " (" + e.getMessage() + "): see "
                            + logFile(cluster) + ", or set SPRING_DATASOURCE_URL (spring.datasource.url) to a"
                            + " PostgreSQL of yours.",
                    e);
        }
    }

    private static EmbeddedPostgres.Builder settings(Access access, Binaries binaries) {
        Redirect log = Redirect.to(logFile(access.cluster()));
        return builder(binaries)
                // the library caches the place of the binaries by resolver; one of our own keeps them where we said
                .setPgBinaryResolver(binaries)
                .setOverrideWorkingDirectory(binaries.workingFolder().toFile())
                .setDataDirectory(access.cluster())
                .setDataDirectoryCustomizer(cluster -> grant(access, binaries))
                .setConnectConfig("user", Access.ROLE)
                .setConnectConfig("password", access.password())
                .setCleanDataDirectory(false)
                // Spring stops it after everything that uses it; a hook would not wait for that
                .setRegisterShutdownHook(false)
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                // the same everywhere, whatever the machine's language is
                .setLocaleConfig("locale", "C")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("log_checkpoints", "off")
                .setServerConfig("listen_addresses", "127.0.0.1")
                // a socket file in the temporary folder would outlive a kill
                .setServerConfig("unix_socket_directories", "");
    }

    /** Without this, the library stops and deletes what it takes for its own in a folder that all users share. */
    private static synchronized EmbeddedPostgres.Builder builder(Binaries binaries) {
        String before = System.getProperty(LIBRARY_FOLDER);
        System.setProperty(LIBRARY_FOLDER, binaries.workingFolder().toString());
        try {
            return EmbeddedPostgres.builder();
        } finally {
            if (before == null) {
                System.clearProperty(LIBRARY_FOLDER);
            } else {
                System.setProperty(LIBRARY_FOLDER, before);
            }
        }
    }

    private static void grant(Access access, Binaries binaries) {
        Path cluster = access.cluster();
        try {
            access.grant(new SingleUser(binaries.executable("postgres"), cluster, logFile(cluster)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The options file appears with the first start, so a cluster without it holds nothing yet. */
    private static void discardUnfinished(Path cluster) throws IOException {
        if (Files.exists(cluster.resolve("postmaster.opts")) || isEmpty(cluster)) {
            return;
        }
        if (!Files.exists(cluster.resolve("PG_VERSION"))) {
            throw new InvalidConfiguration("The folder " + cluster + " holds files that are not a PostgreSQL database:"
                    + " move them away, or set TOLLGATE_DATA (tollgate.data) to another folder.");
        }
        FileSystemUtils.deleteRecursively(cluster);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static File logFile(Path cluster) {
        return cluster.resolveSibling(cluster.getFileName() + ".log").toFile();
    }

    /** Stops the one that a killed process has left running on a directory, if there is one. */
    public static void stopOrphan(Path directory) throws IOException {
        new OrphanedPostgres(directory.toAbsolutePath().normalize()).stop();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    public String username() {
        return Access.ROLE;
    }

    /** Also in the file {@code <directory>-password}. */
    public String password() {
        return access.password();
    }

    @Override
    public String name() {
        return "The embedded PostgreSQL";
    }

    @Override
    public boolean isRunning() {
        return new OrphanedPostgres(command.cluster()).runs();
    }

    /** On the same port. */
    @Override
    public void startAgain() throws IOException, InterruptedException {
        new OrphanedPostgres(command.cluster()).stop();
        command.run(logFile(command.cluster()));
    }

    @Override
    public String lastError() {
        return StartCommand.lastError(logFile(command.cluster()));
    }

    /** Ends open transactions and waits for a clean shutdown, up to 5 seconds. */
    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new IllegalStateException("The embedded PostgreSQL did not stop", e);
        }
    }
}
