package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.Deaths;
import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Queues;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does, with {@code ./tollgate} alone, beside a gateway that runs. */
class OperatorCommandsIT {
    private static final String TYPE = "checkout.session.completed";

    private GatewayProcess gateway;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws IOException {
        gateway = new GatewayProcess(
                directory,
                "--tollgate.relay.retry.max-attempts=2",
                "--tollgate.relay.retry.first-delay=10ms",
                "--tollgate.relay.retry.max-delay=10ms");
        gateway.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        gateway.stop();
    }

    @Test
    void findsOutWhyAnEventDidNotArriveAndSendsItAgain() throws Exception {
        execute("ALTER TABLE stripe.checkout_session RENAME TO moved");
        String id = send(TYPE);
        awaitInStatus("nothing waits");

        assertThat(gateway.tollgate("status"))
                .contains("gateway", "1 stored", TYPE, "checkout_session", "does not exist");
        assertThat(gateway.tollgate("events", id))
                .contains(id, "DEAD", "replay " + id, "relation \"stripe.checkout_session\" does not exist");
        assertThat(gateway.tollgate("events", id, "--payload", "--reveal"))
                .contains("\"id\":")
                .contains(id);
        assertThat(gateway.tollgate("events", "--status", "dead", "--type", "checkout.*", "--from", "5m"))
                .contains(id);
        assertThat(gateway.tollgate("events", "--status", "dead", "--to", "5m")).contains("No event matches");
        assertThat(json("replay", "--status", "dead", "--dry-run").path("count").asInt())
                .isEqualTo(1);

        assertThatThrownBy(() -> gateway.tollgate("try", id)).hasMessageContaining("FAILS in route checkout-session");

        execute("ALTER TABLE stripe.moved RENAME TO checkout_session");
        assertThat(gateway.tollgate("try", id))
                .contains(
                        "jms:queue:stripe.checkout.completed",
                        "It would be routed.",
                        "Rows are those of the gateway's");
        assertThat(gateway.tollgate("try", "charge.refunded")).contains("From: tollgate@example.com");
        assertThat(gateway.tollgate("preview", "routes")).contains("1 event of 1 type ", "1 the same");
        assertThat(gateway.tollgate("replay", id)).contains(id + " is due again");
        await().atMost(Duration.ofSeconds(20)).until(() -> status(id).equals("ROUTED"));
        assertThat(gateway.tollgate("events", id)).containsPattern("replayed\\R *1 ");
        JsonNode shown = json("events", id);
        assertThat(shown.path("attempts").findValuesAsText("error").get(0)).contains("does not exist");
        assertThat(shown.path("attempts").toString()).contains("jms:queue:stripe.checkout.completed");
        assertThat(gateway.tollgate("status")).contains("nothing waits", "nothing is dead");

        assertThatThrownBy(() -> gateway.tollgate("events", "evt_unknown"))
                .hasMessageContaining("There is no event evt_unknown");
        assertThatThrownBy(() -> gateway.tollgate("replay", "evt_unknown"))
                .hasMessageContaining("There is no event evt_unknown");
    }

    @Test
    void pausesATypeUntilItIsResumed() throws Exception {
        assertThat(gateway.tollgate("pause", TYPE, "--by", "ann")).contains(TYPE + " is paused");
        assertThat(gateway.tollgate("pause", TYPE)).contains("already");
        String waits = send(TYPE);
        String goes = send("payment_intent.succeeded");

        await().atMost(Duration.ofSeconds(20)).until(() -> status(goes).equals("ROUTED"));
        assertThat(gateway.tollgate("events", waits))
                .contains("PENDING", "its type is paused since", "by ann", "./tollgate resume '" + TYPE + "'");
        assertThatThrownBy(() -> gateway.tollgate("replay", waits)).hasMessageContaining("waits for its first attempt");
        assertThatThrownBy(() -> gateway.tollgate("pause", "invoice.payed"))
                .hasMessageContaining("did you mean invoice.paid?");
        assertThat(gateway.tollgate("status")).contains("paused: " + TYPE, "by ann");
        assertThat(json("status").path("waiting").get(0).path("paused").asBoolean())
                .isTrue();

        assertThat(gateway.tollgate("resume", TYPE)).contains(TYPE + " goes on");
        assertThat(gateway.tollgate("resume", TYPE)).contains("was not paused");
        await().atMost(Duration.ofSeconds(20)).until(() -> status(waits).equals("ROUTED"));
        assertThat(json("status").path("gateways")).hasSize(1);
    }

    @Test
    void sendsBackWhatAConsumerCouldNotWorkWith() throws Exception {
        assertThat(gateway.tollgate("dlq", "list")).startsWith("No dead letter matches in DLQ.stripe.checkout");
        String id = send("charge.dispute.created");
        try (Deaths deaths = new Deaths(gateway.brokerUrl())) {
            deaths.ofWhatComes("stripe.disputes");
        }

        assertThat(gateway.tollgate("dlq", "list"))
                .contains("DLQ.stripe.disputes", "charge.dispute.created", "exceeds redelivery policy limit");
        assertThat(gateway.tollgate("dlq", "show", "--event", id)).contains(id, "DLQ.stripe.disputes");
        assertThat(gateway.tollgate("dlq", "retry", "--event", id)).contains("DLQ.stripe.disputes  1");

        Message message = Queues.next(gateway.brokerUrl(), "stripe.disputes");
        assertThat(message.getStringProperty("stripeEventId")).isEqualTo(id);
        assertThat(message.getStringProperty("stripeEndpoint")).isEqualTo("default");
        assertThat(message.getBooleanProperty("stripeLivemode")).isFalse();
        assertThat(((TextMessage) message).getText())
                .isEqualTo(gateway.tollgate("events", id, "--payload", "--reveal"));
    }

    private void awaitInStatus(String text) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> gateway.tollgate("status").contains(text));
    }

    private String status(String id) throws Exception {
        return json("events", id).path("event").path("status").asText();
    }

    private JsonNode json(String... command) throws Exception {
        String[] all = java.util.Arrays.copyOf(command, command.length + 1);
        all[command.length] = "--json";
        return new ObjectMapper().readTree(gateway.tollgate(all));
    }

    private String send(String type) throws Exception {
        String answer = gateway.tollgate("send", type);
        assertThat(answer).startsWith("200 evt_");
        return answer.split(" ")[1];
    }

    private void execute(String sql) throws Exception {
        try (var connection = gateway.database();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
