package io.tollgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** wrk with 64 connections, each of which sends its next event once the one before is answered. */
final class ClosedLoop {
    private static final int CONNECTIONS = 64;
    private static final Pattern RESULT = Pattern.compile("RESULT (\\d+) (\\d+) (\\d+) (\\d+)");

    private final Path file;

    /** @param directory for the events; in memory, so that writing them keeps no disk busy */
    ClosedLoop(Path directory) throws IOException {
        this.file = Files.createTempFile(directory, "tollgate-bench", ".http");
        file.toFile().deleteOnExit();
    }

    /**
     * Requests that were answered, within how many seconds.
     *
     * @param endedAt by {@link System#nanoTime}
     */
    record Result(int answered, double seconds, long endedAt) {
        double rate() {
            return answered / seconds;
        }
    }

    /**
     * @param most events to prepare
     * @return empty when they were used up, so that there is no rate
     * @throws IllegalStateException when anything but a 2xx came back
     */
    Optional<Result> run(SignedEvents events, int port, int seconds, int most)
            throws IOException, InterruptedException {
        int length = events.write(file, most);
        Process wrk = new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + CONNECTIONS,
                        "-d" + seconds + "s",
                        "--timeout",
                        "30s",
                        "-s",
                        "bench/load.lua",
                        "http://127.0.0.1:" + port,
                        "--",
                        file.toString(),
                        Integer.toString(length),
                        Integer.toString(most))
                .redirectErrorStream(true)
                .start();
        String printed = new String(wrk.getInputStream().readAllBytes());
        wrk.waitFor();
        long ended = System.nanoTime();
        Files.write(file, new byte[0]);
        Matcher result = RESULT.matcher(printed);
        if (!result.find() || !List.of(result.group(3), result.group(4)).equals(List.of("0", "0"))) {
            throw new IllegalStateException("Not every request got a 2xx:\n" + printed);
        }
        int answered = Integer.parseInt(result.group(1));
        return answered > most - CONNECTIONS
                ? Optional.empty()
                : Optional.of(new Result(answered, Long.parseLong(result.group(2)) / 1e6, ended));
    }
}
