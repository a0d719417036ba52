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
    private static final Pattern RESULT = Pattern.compile("RESULT" + " (\\d+)".repeat(7));

    /** In memory, so that writing the events keeps no disk busy. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path file;
    private int length;
    private int most;

    /** @param directory for the events where there is none in memory */
    ClosedLoop(Path directory) throws IOException {
        Path where = Files.isWritable(MEMORY) ? MEMORY : directory;
        this.file = Files.createTempFile(where, "tollgate-bench", ".http");
        file.toFile().deleteOnExit();
    }

    /**
     * Requests that were answered, within how many seconds.
     *
     * @param endedAt by {@link System#nanoTime}
     * @param latency as wrk says, from when a request was sent
     */
    record Result(int answered, double seconds, long endedAt, Percentiles latency) {
        double rate() {
            return answered / seconds;
        }
    }

    /** Signs events for the next load. */
    void prepare(SignedEvents events, int count) throws IOException {
        length = events.write(file, count);
        most = count;
    }

    /**
     * @return empty when the events were used up, so that there is no rate
     * @throws IllegalStateException when anything but a 2xx came back
     */
    Optional<Result> run(int port, int seconds) throws IOException, InterruptedException {
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
                : Optional.of(new Result(answered, Long.parseLong(result.group(2)) / 1e6, ended, latency(result)));
    }

    private static Percentiles latency(Matcher result) {
        return new Percentiles(millis(result, 5), millis(result, 6), millis(result, 7));
    }

    private static double millis(Matcher result, int group) {
        return Math.round(Long.parseLong(result.group(group)) / 10.0) / 100.0;
    }
}
