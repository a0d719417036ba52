package io.tollgate.bench;

import io.tollgate.support.GatewayProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a gateway takes from its start until it is ready, with class data sharing and without, by turns. Database and
 * broker are there already. See {@code bench/readiness}.
 */
final class Readiness {
    private static final int STARTS = 7;
    private static final long POLL_NANOS = 20_000_000;

    private final Path directory = Files.createTempDirectory("tollgate-bench");
    private final Backends backends = new Backends(directory);
    private final Path extracted;

    private Readiness(Path extracted) throws Exception {
        this.extracted = extracted;
    }

    /** @param args the folder of the extracted jar, with {@code tollgate.jsa} in it */
    public static void main(String[] args) throws Exception {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
        new Readiness(Path.of(args[0])).run();
    }

    private void run() throws Exception {
        backends.createDatabase("tollgate_d");
        String archive =
                "-XX:SharedArchiveFile=" + extracted.resolve("tollgate.jsa").toAbsolutePath();
        seconds(List.of()); // creates the tables
        List<Double> plain = new ArrayList<>();
        List<Double> shared = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            plain.add(seconds(List.of()));
            shared.add(seconds(List.of(archive, "-Xshare:on")));
        }
        System.out.printf("plain  %.2f s %s%n", Report.median(plain), plain);
        System.out.printf("shared %.2f s %s%n", Report.median(shared), shared);
        System.out.printf("ratio  %.2f%n", Report.median(shared) / Report.median(plain));
        backends.close();
        System.exit(0);
    }

    private double seconds(List<String> jvm) throws Exception {
        GatewayProcess gateway = Build.process(
                        backends,
                        "tollgate_d",
                        Files.createTempDirectory(directory, "start"),
                        Path.of("routes"),
                        // it takes the time that it is given
                        List.of("tollgate.warm-up=0s"))
                .withClassPath(extracted.resolve("tollgate.jar").toAbsolutePath() + ":"
                        + extracted.resolve("lib/*").toAbsolutePath())
                .withJvm(jvm);
        long start = System.nanoTime();
        gateway.launch();
        while (!gateway.isReady()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        double seconds = Math.round((System.nanoTime() - start) / 1e7) / 100.0;
        gateway.stop();
        return seconds;
    }
}
