package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL that goes on running when its JVM was killed. */
final class OrphanedPostgres {
    private static final Logger log = LoggerFactory.getLogger(OrphanedPostgres.class);
    private static final int FAST_SECONDS = 20;
    private static final int IMMEDIATE_SECONDS = 10;

    private final Path cluster;
    private final Path pidFile;

    /** @param cluster absolute path of its data directory */
    OrphanedPostgres(Path cluster) {
        this.cluster = cluster;
        this.pidFile = cluster.resolve("postmaster.pid");
    }

    /**
     * Stops it, if there is one; first as a fast shutdown, then as an immediate one, from which the next start recovers.
     * Never touches a process that is not a PostgreSQL on this directory.
     *
     * @throws InvalidConfiguration when it goes on running
     */
    void stop() throws IOException {
        Optional<ProcessHandle> alive = pid().flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        Optional<String> program = alive.flatMap(process -> process.info().command());
        if (program.isEmpty()) {
            return; // nothing there, or not for us to see: PostgreSQL decides itself whether it may start
        }
        ProcessHandle process = alive.get();
        if (!isPostgres(program.get()) || !runsOnThisDirectory(process)) {
            // the number was given to another program since; PostgreSQL would take that for itself and refuse to start
            Files.deleteIfExists(pidFile);
            return;
        }
        log.warn("Stopping PostgreSQL {}, which a killed gateway has left running on {}", process.pid(), cluster);
        if (!endsAfter("INT", process, FAST_SECONDS) && !endsAfter("QUIT", process, IMMEDIATE_SECONDS)) {
            throw new InvalidConfiguration("PostgreSQL with process id " + process.pid() + " still runs on " + cluster
                    + " and does not stop: stop it, then start Tollgate again.");
        }
    }

    /** Whether a PostgreSQL runs on this directory, whoever has started it. */
    boolean runs() {
        try {
            return pid().flatMap(ProcessHandle::of)
                    .filter(ProcessHandle::isAlive)
                    .flatMap(process -> process.info().command())
                    .filter(OrphanedPostgres::isPostgres)
                    .isPresent();
        } catch (IOException e) {
            return true; // not known; its clients will notice
        }
    }

    private Optional<Long> pid() throws IOException {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Math.abs(Long.parseLong(lines.get(0).trim()))); // negative: single user
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isPostgres(String program) {
        String name = Path.of(program).getFileName().toString();
        return name.equals("postgres") || name.equals("postgres.exe");
    }

    /** Some systems don't show another process's arguments; then its number has to do. */
    private boolean runsOnThisDirectory(ProcessHandle process) {
        return process.info()
                .arguments()
                .map(arguments -> Arrays.stream(arguments).anyMatch(this::isThisDirectory))
                .orElse(true);
    }

    private boolean isThisDirectory(String argument) {
        try {
            return Files.isSameFile(Path.of(argument), cluster);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private static boolean endsAfter(String signal, ProcessHandle process, int seconds) throws IOException {
        signal(signal, process);
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** The shell's own kill: Java has only TERM, which waits for the last client to leave. */
    private static void signal(String signal, ProcessHandle process) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            process.destroyForcibly();
            return;
        }
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
