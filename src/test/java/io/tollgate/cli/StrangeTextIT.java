package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.GatewayProcess;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Text that would steer a terminal or forge a line, in the log of a gateway as it is shipped and in its commands. */
class StrangeTextIT {
    private static final String STRANGE = "x\nFORGED \u001b[2J\u009b2J\u202egnp\u2028";
    private static final String SHOWN = "x\\nFORGED \\u001b[2J\\u009b2J\\u202egnp\\u2028";

    private GatewayProcess gateway;

    @AfterEach
    void stop() throws InterruptedException {
        gateway.stop();
    }

    @Test
    void isShownAsEscapes(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        gateway = new GatewayProcess(directory, "--logging.structured.format.console=ecs").withoutTestClasses();
        gateway.start();

        mail(STRANGE);
        String id = gateway.tollgate("send", "customer.created").split(" ")[1];
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.tollgate("events", id).contains("ROUTED"));
        kill(id);

        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.output().contains("failed in route mail"));
        assertThat(gateway.output().lines().filter(line -> !line.contains("Tollgate is ready")))
                .allSatisfy(line -> assertThat(new ObjectMapper()
                                .readTree(line)
                                .path("message")
                                .asText())
                        .doesNotContain("\n", "\u001b", "\u009b", "\u202e", "\u2028"));
        assertThat(gateway.output()).contains(SHOWN.replace("\\", "\\\\") + " invoice.paid failed in route mail");
        for (String[] command : new String[][] {{"events", id}, {"events"}, {"status"}}) {
            String printed = gateway.tollgate(command);
            assertThat(printed).contains(SHOWN);
            assertThat(printed.lines())
                    .noneMatch(line -> line.startsWith("FORGED"))
                    .allMatch(line -> line.matches("\\p{Print}*"));
        }
        String json = gateway.tollgate("events", id, "--json");
        assertThat(json).matches("\\p{Print}+\\R");
        assertThat(new ObjectMapper().readTree(json).path("event").path("error").asText())
                .isEqualTo(STRANGE);
    }

    /** To the flow of the mails, which cannot read it. */
    private void mail(String id) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(gateway.brokerUrl()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Message message = session.createTextMessage("{");
            message.setStringProperty("stripeEventId", id);
            message.setStringProperty("stripeEventType", "invoice.paid");
            session.createProducer(session.createQueue("stripe.mail")).send(message);
        }
    }

    /** As an older version would have written it. */
    private void kill(String id) throws Exception {
        try (var connection = gateway.database();
                var statement = connection.prepareStatement(
                        "UPDATE tollgate.inbox SET status = 'DEAD', error = ?, type = ? WHERE id = ?")) {
            statement.setString(1, STRANGE);
            statement.setString(2, STRANGE);
            statement.setString(3, id);
            statement.executeUpdate();
        }
    }
}
