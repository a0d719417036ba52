package io.tollgate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A collector that is away or hangs slows nobody down, and keeps no process from its end. */
class ExporterOutageTest {
    private static final int SPANS = 50_000;

    /** It accepts connections, as the kernel does for it, and never answers. */
    private final ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    ExporterOutageTest() throws IOException {}

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neitherASpanNorTheEndWaitsForACollectorThatHangsOrIsAway(boolean hangs) throws IOException {
        int port = hanging.getLocalPort();
        if (!hangs) {
            hanging.close();
        }
        Tracing tracing = OpenTelemetryTracing.to("http://127.0.0.1:" + port + "/v1/traces", 1, "test");
        long start = System.nanoTime();
        for (int i = 0; i < SPANS; i++) {
            tracing.begin(Kind.SERVER, "request", null, 0).close();
        }
        // far more than its queue takes; each that waited for an export would take seconds
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

        long end = System.nanoTime();
        tracing.close();
        assertThat(Duration.ofNanos(System.nanoTime() - end)).isLessThan(Duration.ofSeconds(4));
        hanging.close();
        assertThat(threads()).isEmpty();
    }

    @Test
    void offHasNoThread() throws IOException {
        Tracing.OFF
                .begin(Kind.SERVER, "request", null, 0)
                .child(Kind.INTERNAL, "store")
                .close();
        hanging.close();
        assertThat(threads()).isEmpty();
    }

    /** Those that would keep the process alive. */
    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .map(Thread::getName)
                .filter(name ->
                        name.contains("SpanProcessor") || name.contains("HttpClient") || name.contains("jdkhttp"));
    }
}
