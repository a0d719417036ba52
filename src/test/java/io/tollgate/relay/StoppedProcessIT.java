package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A process that was stopped for longer than deadline and grace, as a suspended machine is. */
class StoppedProcessIT {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** The other process: an attempt that ends half a second after it was interrupted. */
    static final class Attempted {
        private Attempted() {}

        public static void main(String[] args) {
            Watchdog watchdog = new Watchdog(DEADLINE, GRACE);
            Watchdog.Watch watch = watchdog.watch(new Watchdog.Watched() {
                @Override
                public List<Runnable> aborts() {
                    return List.of();
                }

                @Override
                public void abandoned() {
                    System.out.println("abandoned");
                }
            });
            System.out.println("begun");
            while (!watch.expired()) {
                LockSupport.parkNanos(1_000_000);
            }
            Thread.interrupted();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            watch.close();
            System.out.println(watch.abandoned() ? "too late" : "ended");
        }
    }

    @Test
    void leavesItsAttemptsTheirGraceWhenItGoesOn() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                        Attempted.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("begun");
            signal(process, "STOP");
            Instant end = Instant.now().plus(DEADLINE).plus(GRACE).plusSeconds(1);
            await().pollInterval(Duration.ofMillis(100))
                    .until(() -> Instant.now().isAfter(end));
            signal(process, "CONT");
            assertThat(lines.readLine()).isEqualTo("ended");
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void signal(Process process, String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
