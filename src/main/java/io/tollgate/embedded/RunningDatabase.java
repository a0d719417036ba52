package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The embedded PostgreSQL of a gateway that runs now, in another process. */
public final class RunningDatabase {
    public static final String USERNAME = "postgres";

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
}
