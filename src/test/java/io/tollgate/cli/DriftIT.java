package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What Stripe changes, as an operator sees it with {@code ./tollgate}, and an upgrade of the API version with two endpoints. */
class DriftIT {
    private static final String SECOND_SECRET = "whsec_of_the_second_endpoint";
    private static final String EVENT = """
            {"id": "%s", "object": "event", "type": "%s", "api_version": "%s", "created": 1767225600, "livemode": false,
             "data": {"object": {"id": "ch_1", "object": "charge", "amount": 1099, "amount_refunded": 500, "currency": "usd"%s}}}""";

    private Path directory;
    private GatewayProcess gateway;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path temporary) throws IOException {
        directory = temporary;
        gateway = new GatewayProcess(directory, "--tollgate.webhook.endpoints.v2.secrets=" + SECOND_SECRET);
        gateway.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        gateway.stop();
    }

    @Test
    void whatIsNewIsToldOnceWithTheFlowsThatItConcernsAlsoAfterARestart() throws Exception {
        send(EVENT.formatted("evt_first", "charge.refunded", "2025-01-27.acacia", ""));
        await().atMost(Duration.ofSeconds(60)).until(() -> count("SELECT count(*) FROM tollgate.seen") == 1);
        assertThat(gateway.tollgate("status")).doesNotContain("of Stripe's");

        send(EVENT.formatted("evt_new", "charge.refunded", "2026-10-28.endive", ", \"level4\": 1"));
        send(EVENT.formatted("evt_type", "charge.teleported", "2026-10-28.endive", ""));
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        gateway.tollgate("status").contains("new field of Stripe's: charge.level4, first in evt_new"));

        assertThat(gateway.tollgate("status"))
                .contains("new version of Stripe's: 2026-10-28.endive")
                .contains("concerns charge-refunded")
                .contains("new type of Stripe's: charge.teleported, first in evt_type (charge.teleported), ")
                .contains("no flow takes it");
        assertThat(new ObjectMapper()
                        .readTree(gateway.tollgate("status", "--json"))
                        .path("news"))
                .hasSize(3)
                .anyMatch(one -> one.path("kind").asText().equals("VERSION")
                        && one.path("flows").toString().contains("charge-refunded"));
        gateway.stop();
        gateway.start();
        send(EVENT.formatted("evt_again", "charge.teleported", "2026-10-28.endive", ", \"level4\": 1"));
        send(EVENT.formatted("evt_last", "charge.lost", "2026-10-28.endive", ""));
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.output().contains("charge.lost; no flow takes it"));
        assertThat(gateway.output().lines().filter(line -> line.contains("that no event had before")))
                .hasSize(4);
    }

    @Test
    void aCopyAtTheSecondEndpointAndAnEventAboutTheSameChangeAreShownWithTheFirst() throws Exception {
        String old = EVENT.formatted("evt_one", "charge.refunded", "2025-01-27.acacia", "");
        send(old);
        send(EVENT.formatted("evt_twin", "charge.refunded", "2025-01-27.acacia", ""));
        String newer = EVENT.formatted("evt_one", "charge.refunded", "2026-07-29.dahlia", ", \"paid\": true");
        assertThat(send(newer, "--url", url() + "/v2", "--secret", SECOND_SECRET))
                .contains("duplicate");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> gateway.tollgate("events", "evt_one").contains("copy"));
        assertThat(gateway.tollgate("events", "evt_one"))
                .contains("at endpoint default")
                .contains(
                        "copy      other-version, not stored: at endpoint v2 as of API version 2026-07-29.dahlia, once, last at 20")
                .containsPattern("twin      evt_twin of the same type about the same object came \\d+\\.\\d s after");
        assertThat(gateway.tollgate("events", "evt_one", "--payload", "--reveal"))
                .isEqualTo(old);
        JsonNode shown = new ObjectMapper().readTree(gateway.tollgate("events", "evt_one", "--json"));
        assertThat(shown.at("/copies/0/kind").asText()).isEqualTo("other-version");
        assertThat(shown.at("/twins/0/id").asText()).isEqualTo("evt_twin");
        assertThat(gateway.tollgate("events", "evt_twin")).containsPattern("twin      evt_one .* s before");
    }

    private String url() {
        return "http://127.0.0.1:" + gateway.port() + "/webhooks/stripe";
    }

    private String send(String event, String... more) throws Exception {
        Path file = Files.writeString(directory.resolve("event.json"), event);
        String[] command = new String[more.length + 3];
        System.arraycopy(new String[] {"send", "--file", file.toString()}, 0, command, 0, 3);
        System.arraycopy(more, 0, command, 3, more.length);
        return gateway.tollgate(command);
    }

    private int count(String sql) throws Exception {
        try (var connection = gateway.database();
                var row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
