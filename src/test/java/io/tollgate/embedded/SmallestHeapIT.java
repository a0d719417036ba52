package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.SignedPosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The smallest heap that is documented, with the embedded database, broker and mail server in the same process. */
class SmallestHeapIT {
    @Test
    void holdsAFullBurst(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        GatewayProcess gateway = new GatewayProcess(directory).withJvm(SignedPosts.SMALLEST_HEAP);
        try {
            gateway.start();
            new SignedPosts(gateway.port(), gateway.secret()).burst("charge.dispute.created");

            await().atMost(Duration.ofSeconds(120)).until(() -> routed(gateway) == SignedPosts.BURST);
            assertThat(gateway.isAlive()).isTrue();
        } finally {
            gateway.stop();
        }
    }

    @Test
    void isTheDocumentedOne() throws Exception {
        assertThat(Files.readString(Path.of("docs/deployment.md")))
                .contains("`" + SignedPosts.SMALLEST_HEAP.get(0) + "`");
    }

    private static int routed(GatewayProcess gateway) throws Exception {
        try (Connection connection = gateway.database();
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'")) {
            result.next();
            return result.getInt(1);
        }
    }
}
