package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
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
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final EmbeddedPostgres postgres;
    private final StartCommand command;

    private EmbeddedDatabase(EmbeddedPostgres postgres, StartCommand command) {
        this.postgres = postgres;
        this.command = command;
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
        if ("root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable()) {
            throw new InvalidConfiguration("PostgreSQL refuses to run as root, and `unshare -U` is not available here"
                    + " to give that up: start Tollgate as another user, or set SPRING_DATASOURCE_URL"
                    + " (spring.datasource.url) to a PostgreSQL of yours.");
        }
        Path cluster = directory.toAbsolutePath().normalize();
        try {
            new OrphanedPostgres(cluster).stop();
            discardUnfinished(cluster);
            Files.createDirectories(cluster.getParent());
            EmbeddedPostgres started =
                    settings(cluster, binaries).setPGStartupWait(timeout).start();
            return new EmbeddedDatabase(started, StartCommand.of(cluster));
        } catch (IOException | IllegalStateException | ExceptionInInitializerError e) {
            throw new InvalidConfiguration(
                    "The embedded PostgreSQL did not start on " + cluster + " (" + e.getMessage() + "): see "
                            + logFile(cluster) + ", or set SPRING_DATASOURCE_URL (spring.datasource.url) to a"
                            + " PostgreSQL of yours.",
                    e);
        }
    }

    private static EmbeddedPostgres.Builder settings(Path cluster, Path binaries) {
        Redirect log = Redirect.to(logFile(cluster));
        return EmbeddedPostgres.builder()
                .setPgBinaryResolver(ownResolver())
                .setOverrideWorkingDirectory(binaries.toAbsolutePath().toFile())
                .setDataDirectory(cluster)
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

    /** The library caches the place of the binaries by resolver; a resolver of our own keeps them where we said. */
    private static PgBinaryResolver ownResolver() {
        return new PgBinaryResolver() {
            @Override
            public InputStream getPgBinary(String system, String machine) throws IOException {
                return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
            }
        };
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

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    public String username() {
        return "postgres";
    }

    /** Not needed from this machine. */
    public String password() {
        return "";
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
