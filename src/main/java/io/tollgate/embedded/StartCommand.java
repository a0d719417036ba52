package io.tollgate.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How a running PostgreSQL was started, so that it can be started again with the same port and settings. Kept in memory,
 * since the file that says so is written anew, and may be lost, when a start finds the disk full.
 */
record StartCommand(Path cluster, Path server, String options) {
    private static final int TIMEOUT_SECONDS = 60;

    /** @param cluster of a running PostgreSQL */
    static StartCommand of(Path cluster) throws IOException {
        // the executable, then its arguments, quoted for a shell
        String line = Files.readString(cluster.resolve("postmaster.opts")).strip();
        int end = line.indexOf(" \"");
        return new StartCommand(cluster, Path.of(line.substring(0, end)), line.substring(end + 1));
    }

    /**
     * Returns once it takes connections; up to 60 s.
     *
     * @param log to which its output is appended
     * @throws IOException with the last error in its log when it does not start
     */
    void run(File log) throws IOException, InterruptedException {
        List<String> command = Unprivileged.command(
                server.resolveSibling("pg_ctl").toString(),
                "start",
                "-w",
                "-t",
                Integer.toString(TIMEOUT_SECONDS),
                "-l",
                log.getPath(),
                "-D",
                cluster.toString(),
                "-o",
                options);
        Process start = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = start.waitFor(TIMEOUT_SECONDS + 10, TimeUnit.SECONDS);
        if (!ended || start.exitValue() != 0) {
            start.destroyForcibly();
            throw new IOException(lastError(log));
        }
    }

    /** What PostgreSQL itself said about the reason. */
    static String lastError(File log) {
        try (Stream<String> lines = Files.lines(log.toPath())) {
            return lines.map(line -> line.replaceFirst("^.*?(FATAL|PANIC): +", "$1: "))
                    .filter(line -> line.matches("(FATAL|PANIC): .*"))
                    .filter(line -> !line.contains("the database system is "))
                    .reduce((earlier, later) -> later)
                    .map(line -> line + "; see " + log)
                    .orElse("see " + log);
        } catch (IOException | RuntimeException e) {
            return "see " + log;
        }
    }
}
