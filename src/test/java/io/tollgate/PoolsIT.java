package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Settings of the connection pool that once lost events, or kept the inbox from its connection. */
class PoolsIT {
    @Test
    void storesAndRoutesWhateverIsSetOfCommitsThreadsAndConnections(
            @TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        GatewayProcess gateway = new GatewayProcess(
                directory,
                "--spring.datasource.hikari.auto-commit=false",
                "--spring.datasource.hikari.maximum-pool-size=1",
                "--tollgate.relay.threads=12");
        gateway.start();
        try {
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.tollgate("send", "checkout.session.completed"))
                        .contains("200", "stored");
            }

            assertThat(count(gateway, "tollgate.inbox")).isEqualTo(5);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> count(gateway, "tollgate.inbox WHERE status = 'ROUTED'") == 5);
            assertThat(count(gateway, "tollgate.attempt")).isEqualTo(5);
            assertThat(count(gateway, "tollgate.gateway"))
                    .as("what is written outside of an attempt")
                    .isEqualTo(1);
        } finally {
            gateway.stop();
        }
    }

    private static int count(GatewayProcess gateway, String what) throws IOException, SQLException {
        try (var connection = gateway.database();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + what)) {
            row.next();
            return row.getInt(1);
        }
    }
}
