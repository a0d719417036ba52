package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The recipe of docs/operations.md for the embedded database: stop, copy the data folder, start. */
class BackupIT {
    @Test
    void aCopyOfTheDataFolderGoesOnWhereTheGatewayStopped(@TempDir(cleanup = CleanupMode.NEVER) Path directory)
            throws Exception {
        Files.createDirectories(directory.resolve("first"));
        GatewayProcess gateway = new GatewayProcess(directory.resolve("first"));
        gateway.start();
        String routed = id(gateway.tollgate("send", "payment_intent.succeeded"));
        gateway.tollgate("pause", "charge.dispute.created");
        String waits = id(gateway.tollgate("send", "charge.dispute.created"));
        awaitStatus(gateway, routed, "ROUTED");
        gateway.stop();

        Files.createDirectories(directory.resolve("second"));
        Process copy = new ProcessBuilder("cp", "-a", "first/data", "second/data")
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(copy.waitFor()).isZero();
        FileSystemUtils.deleteRecursively(directory.resolve("first/data"));
        GatewayProcess restored = new GatewayProcess(directory.resolve("second"));
        restored.start();
        try {
            awaitStatus(restored, routed, "ROUTED");
            assertThat(restored.tollgate("events", waits)).contains("its type is paused");
            restored.tollgate("resume", "charge.dispute.created");
            awaitStatus(restored, waits, "ROUTED");
        } finally {
            restored.stop();
        }
    }

    private static String id(String answer) {
        return answer.split(" ")[1];
    }

    private static void awaitStatus(GatewayProcess gateway, String id, String status) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.tollgate("events", id).contains(status));
    }
}
