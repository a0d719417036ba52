package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The embedded PostgreSQL of a gateway that runs now, in another process. */
public final class RunningDatabase {
    public static final String USERNAME = Access.ROLE;

    /** PostgreSQL's own pid file: its fourth line is the port. */
    private static final int PORT_LINE = 3;

    private RunningDatabase() {}

    /** @return its URL; empty when none runs on that data folder */
    public static Optional<String> jdbcUrl(Path dataFolder) {
        Path cluster = dataFolder.resolve("postgres").toAbsolutePath().normalize();
        if (!Files.exists(cluster.resolve("postmaster.pid")) || !new OrphanedPostgres(cluster).runs()) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
            return lines.size() <= PORT_LINE
                    ? Optional.empty()
                    : Optional.of("jdbc:postgresql://127.0.0.1:"
                            + lines.get(PORT_LINE).strip() + "/postgres");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws InvalidConfiguration when it cannot be read; says who can */
    public static String password(Path dataFolder) {
        Path file = Access.passwordFile(
                dataFolder.resolve("postgres").toAbsolutePath().normalize());
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "Cannot read the password of the embedded database in " + file
                            + ": run this as the user that started the gateway.",
                    e);
        }
    }
}
