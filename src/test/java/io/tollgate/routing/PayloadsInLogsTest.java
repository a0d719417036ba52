package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.support.GatewayLog;
import io.tollgate.support.MailServer;
import io.tollgate.support.RoutesFolder;
import io.tollgate.text.Reason;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.subethamail.smtp.RejectException;

/** Flows that fail on what a payload says; what is said of it repeats nothing of the payload, and is one line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class PayloadsInLogsTest {
    private static final String VALUE = "jane.doe@example.com card 4242 4242 4242 4242";
    private static final String FORGED = "evt_1\n2026-01-01 INFO FORGED \u001b[2J\u009b\u202e\u2028";

    private final MailServer mailServer = new MailServer();
    private Flows flows;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        GatewayLog.setUp();
        flows = new Flows(directory, Map.of("tollgate.mail.port", String.valueOf(mailServer.port())));
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
        mailServer.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"id":"cs_1","amount_total":"VALUE"} | PSQLException 22P02: invalid input syntax for type bigint: "…" (step to-team-checkout)
        "VALUE"                              | PSQLException 23502: null value in column id of relation checkout_session
        ["VALUE"]                            | PSQLException 23502: null value in column id of relation checkout_session
        """, quoteCharacter = '`')
    void aFlowOfTheRelayThatFails(String object, String expected, @TempDir Path folder) throws Exception {
        RoutesFolder.copy(Flows.ROUTES, folder);
        Files.writeString(folder.resolve("checkout-session-completed.camel.yaml"), """
                - route:
                    id: checkout-session-completed
                    from:
                      uri: direct:checkout-session-completed
                      steps:
                        - to:
                            id: to-team-checkout
                            uri: sql
                            parameters:
                              noop: true
                              query: |-
                                INSERT INTO stripe.checkout_session (id, amount_total, event_id, event_created, received_at)
                                VALUES (
                                  CAST(:#${variable.event[data][object][id]} AS text),
                                  CAST(:#${variable.event[data][object][amount_total]} AS bigint),
                                  CAST(:#${variable.event[id]} AS text), 0, now())
                """);
        flows.load(folder);
        VerifiedEvent event = Flows.event("evt_1", "checkout.session.completed", object.replace("VALUE", VALUE));

        Throwable failure = catchThrowable(() -> flows.route(event));

        assertThat(Reason.of(failure, List.of(event.payload())))
                .contains(expected)
                .contains("(step ")
                .doesNotContain("jane", "doe", "4242");
        assertThat(Reason.of(failure)).doesNotContain("jane", "doe", "4242");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFlowBehindAQueueThatFails(boolean bytes, @TempDir Path folder, CapturedOutput output) throws Exception {
        Files.writeString(folder.resolve("team.camel.yaml"), """
                - route:
                    id: team
                    from:
                      uri: jms:queue:team%s?transacted=true
                      steps:
                        - convertBodyTo: {type: java.lang.String}
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: "not for ${body}"}
                """.formatted(bytes));
        flows.loadUnchecked(folder);

        send("team" + bytes, FORGED, VALUE, bytes);

        await().until(() -> output.getOut().contains("failed in route team"));
        assertThat(output.getOut())
                .contains("IllegalStateException: not for …")
                .doesNotContain("jane", "doe", "4242", "\u001b", "\u009b", "\u202e", "\u2028");
        assertThat(output.getOut().lines()).noneMatch(line -> line.startsWith("2026-01-01"));
    }

    @Test
    void aMailThatIsRefused(CapturedOutput output) throws Exception {
        mailServer.recipientAnswer = recipient -> {
            throw new RejectException(550, "No such user here, " + recipient + ", for Jane Doe");
        };
        flows.load(Flows.ROUTES);

        send("stripe.mail", FORGED, """
                {"id":"evt_1","type":"invoice.payment_failed","data":{"object":{"object":"invoice","customer_name":"Jane Doe"}}}\
                """, false);

        List<Message> dead = flows.drain("DLQ.stripe.mail");
        await().until(() -> output.getOut().contains("moved to DLQ.stripe.mail"));
        assertThat(dead.get(0).getStringProperty("dlqDeliveryFailureCause"))
                .startsWith("SMTPAddressFailedException: 550")
                .contains("No such user here")
                .doesNotContain("Jane", "Doe", "@");
        assertThat(output.getOut())
                .contains("evt_1\\n2026-01-01 INFO FORGED \\u001b[2J\\u009b\\u202e\\u2028")
                .doesNotContain("Jane", "\u001b", "\u009b", "\u202e", "\u2028");
        assertThat(output.getOut().lines()).noneMatch(line -> line.startsWith("2026-01-01"));
    }

    private void send(String queue, String id, String body, boolean asBytes) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(flows.broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Message message = asBytes ? session.createBytesMessage() : session.createTextMessage(body);
            if (message instanceof BytesMessage bytes) {
                bytes.writeBytes(body.getBytes(StandardCharsets.UTF_8));
            }
            message.setStringProperty("stripeEventId", id);
            message.setStringProperty("stripeEventType", "invoice.payment_failed");
            message.setStringProperty("mailTemplate", "invoice-payment-failed");
            session.createProducer(session.createQueue(queue)).send(message);
        }
    }
}
