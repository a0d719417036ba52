package io.tollgate.cli;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.InvalidConfiguration;
import io.tollgate.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/**
 * An empty PostgreSQL for the time of a command. It has the role of flows, and nothing else. What a command leaves that is killed, the next
 * one removes.
 */
final class ScratchDatabase implements AutoCloseable {
    private static final String NAME = "tollgate-scratch-";
    private static final String CLUSTER = "postgres";

    private final Path folder;
    private final EmbeddedDatabase database;
    private final HikariDataSource pool;
    /** For a command that is stopped, such as by Ctrl-C. */
    private final Thread onExit = new Thread(this::remove, "scratch-database");

    private ScratchDatabase(Path folder, EmbeddedDatabase database) {
        this.folder = folder;
        this.database = database;
        this.pool = new HikariDataSource();
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(2);
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /**
     * @param data a gateway's data folder, whose executables are taken when it has some
     * @throws InvalidConfiguration when none can run here; says the way out
     */
    static ScratchDatabase start(Path data) {
        Path folder = null;
        try {
            removeLeftOvers();
            folder = Files.createTempDirectory(NAME + ProcessHandle.current().pid() + "-");
            Path executables = data.resolve("postgres-binaries");
            Path cluster = folder.resolve(CLUSTER);
            return new ScratchDatabase(
                    folder,
                    Files.isDirectory(executables)
                            ? EmbeddedDatabase.start(cluster, executables)
                            : EmbeddedDatabase.start(cluster));
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "No folder for a scratch database can be made (" + e + "): give this user one, by java.io.tmpdir.",
                    e);
        } catch (RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    HikariDataSource pool() {
        return pool;
    }

    /** Of processes of this user that are no more; their number is in the name. */
    private static void removeLeftOvers() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, NAME + "*")) {
            for (Path folder : left) {
                String number =
                        folder.getFileName().toString().substring(NAME.length()).split("-", 2)[0];
                boolean isOver = number.matches("\\d{1,9}")
                        && ProcessHandle.of(Long.parseLong(number)).isEmpty();
                if (isOver && Files.getOwner(folder).getName().equals(System.getProperty("user.name"))) {
                    EmbeddedDatabase.stopOrphan(folder.resolve(CLUSTER));
                    delete(folder);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // the hook runs
            return;
        }
        remove();
    }

    private void remove() {
        pool.close();
        database.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            // it is in the folder for what is temporary
        }
    }
}
