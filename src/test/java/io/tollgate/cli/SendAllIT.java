package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.inbox.EventTypes;
import io.tollgate.support.GatewayProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each type that Stripe has, through a gateway with the shipped routes. */
class SendAllIT {
    @ParameterizedTest
    @ValueSource(strings = {"2026-07-29.dahlia", "2020-08-27"})
    void eachTypeIsAcceptedAndRouted(String version, @TempDir(cleanup = CleanupMode.NEVER) Path directory)
            throws Exception {
        GatewayProcess gateway = new GatewayProcess(directory);
        gateway.start();
        try {
            int types = EventTypes.known().size();
            assertThat(gateway.tollgate("send", "--all", "--api-version", version))
                    .contains(types + " of " + types + " events", types + " stored, 0 duplicates, 0 refused");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> gateway.tollgate("status").contains("nothing waits"));

            assertThat(gateway.tollgate("status")).contains("nothing is dead");
            List<JsonNode> routed = StreamSupport.stream(
                            new ObjectMapper()
                                    .readTree(gateway.tollgate(
                                            "events", "--status", "routed", "--limit", "1000", "--json"))
                                    .path("events")
                                    .spliterator(),
                            false)
                    .toList();
            assertThat(routed)
                    .extracting(event -> event.path("type").textValue())
                    .containsExactlyInAnyOrderElementsOf(EventTypes.known());
            assertThat(routed).allMatch(event -> event.path("error").isNull());
        } finally {
            gateway.stop();
        }
    }
}
