package io.tollgate.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.SignedPosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What traces cost a process: nothing while they are off, and no minute more when their collector hangs. */
class TracingIT {
    private static final String OPENTELEMETRY = "io.opentelemetry.";

    private static String classes(GatewayProcess gateway, Path file) throws Exception {
        new SignedPosts(gateway.port(), gateway.secret()).send("evt_1", "charge.dispute.created", 0);
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.output().contains("mail sent"));
        return Files.readString(file);
    }

    private static GatewayProcess gateway(Path directory, Path classes, String... settings) {
        return new GatewayProcess(directory, settings)
                .withJvm(List.of("-XX:TieredStopAtLevel=1", "-Xshare:off", "-Xlog:class+load:file=" + classes));
    }

    @Test
    void offLoadsNoClassOfOpenTelemetry(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        Path classes = directory.resolve("classes.txt");
        GatewayProcess gateway = gateway(directory, classes);
        gateway.start();
        try {
            assertThat(classes(gateway, classes))
                    .contains("io.tollgate.trace.Off ")
                    .doesNotContain(OPENTELEMETRY)
                    .doesNotContain("io.tollgate.trace.OpenTelemetryTracing ");
        } finally {
            gateway.stop();
        }
    }

    @Test
    void aCollectorThatHangsKeepsNeitherEventsNorTheStop(@TempDir(cleanup = CleanupMode.NEVER) Path directory)
            throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Path classes = directory.resolve("classes.txt");
            GatewayProcess gateway = gateway(
                    directory,
                    classes,
                    "--tollgate.tracing.endpoint=http://127.0.0.1:" + hanging.getLocalPort() + "/v1/traces");
            gateway.start();
            assertThat(classes(gateway, classes)).contains(OPENTELEMETRY);
            assertThat(gateway.stop()).isLessThan(Duration.ofSeconds(20));
            assertThat(wasAsked(hanging)).isTrue();
        }
    }

    private static boolean wasAsked(ServerSocket collector) throws IOException {
        collector.setSoTimeout(1000);
        collector.accept().close();
        return true;
    }
}
