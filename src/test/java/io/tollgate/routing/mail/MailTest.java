package io.tollgate.routing.mail;

import static io.tollgate.routing.Flows.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.Flows;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.MailServer;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.subethamail.smtp.RejectException;

/** The mails of the shipped routes, from the event to a real SMTP server. Redelivery is 300 ms, then doubled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailTest {
    private final MailServer server = new MailServer();
    private Flows flows;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        flows = new Flows(directory, Map.of("tollgate.mail.port", String.valueOf(server.port())));
        new FlowTables(flows.dataSource, FlowRole.GATEWAYS).apply(Flows.ROUTES, List.of());
        flows.load(Flows.ROUTES);
    }

    @AfterEach
    void acceptAgain() {
        server.answer = mail -> {};
        server.recipientAnswer = recipient -> {};
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
        server.close();
    }

    private MimeMessage mailOf(VerifiedEvent event) throws Exception {
        flows.route(event);
        await().until(() -> server.mailOf(event.id()) != null);
        return server.mailOf(event.id());
    }

    private static VerifiedEvent failedPayment(String id, String object) {
        return event(
                id, "payment_intent.payment_failed", "{\"object\":\"payment_intent\",\"id\":\"pi_1\"," + object + "}");
    }

    @ParameterizedTest
    @CsvSource({
        "usd, 1250,    12.50 USD",
        "usd, 5,       0.05 USD",
        "jpy, 1250,    1250 JPY",
        "kwd, 1250,    1.250 KWD",
        "isk, 500,     5.00 ISK",
        "eur, 9007199254740993, 90071992547409.93 EUR",
    })
    void givesTheAmountWithTheCurrencysOwnDecimals(String currency, String amount, String text) throws Exception {
        String money = "\"amount\":" + amount + ",\"amount_due\":" + amount + ",\"currency\":\"" + currency + "\"";
        for (String[] source : new String[][] {
            {"payment_intent.payment_failed", "payment_intent"},
            {"invoice.payment_failed", "invoice"},
            {"charge.dispute.created", "dispute"}
        }) {
            String id = "evt_" + currency + amount + source[1];
            MimeMessage mail =
                    mailOf(event(id, source[0], "{\"object\":\"" + source[1] + "\",\"id\":\"x_1\"," + money + "}"));

            assertThat(mail.getSubject()).containsPattern("(^|[ :])" + text.replace(".", "\\.") + "($|[ :])");
            assertThat(MailServer.text(mail)).contains(" " + text);
        }
    }

    @Test
    void saysWhoWhatAndWhere() throws Exception {
        MimeMessage mail = mailOf(failedPayment("evt_who", """
                "amount":100,"currency":"usd","customer":"cus_9","receipt_email":"r@example.com",
                "last_payment_error":{"message":"Your card was declined.","payment_method":{"billing_details":
                  {"name":"J\u00fcrgen <b>&\uD83D\uDE80","email":"j@example.com"}}}"""));

        assertThat(mail.getSubject())
                .isEqualTo("Payment failed: 1.00 USD from J\u00fcrgen <b>&\uD83D\uDE80 <j@example.com> cus_9");
        assertThat(MailServer.text(mail))
                .contains("Your card was declined.", "https://dashboard.stripe.com/test/payments/pi_1", "evt_who");
        assertThat(mail.getContentType()).containsIgnoringCase("text/plain").containsIgnoringCase("utf-8");
        assertThat(mail.getFrom()[0]).hasToString("tollgate@example.com");
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getAllRecipients()[0]).hasToString("finance@example.com");
        assertThat(mail.getHeader("X-Priority")).isNull();
        assertThat(headerNames(mail))
                .contains("X-Stripe-Event-Id")
                .noneMatch(name -> name.matches("(?i)(jms|stripe|camel|mailtemplate).*"));
    }

    @Test
    void linksALiveObjectWithoutTest() throws Exception {
        VerifiedEvent test = event(
                "evt_live",
                "charge.dispute.created",
                "{\"object\":\"dispute\",\"id\":\"dp_1\",\"amount\":1,\"currency\":\"usd\"}");
        String live =
                new String(test.payload(), StandardCharsets.UTF_8).replace("\"livemode\":false", "\"livemode\":true");
        VerifiedEvent event = new VerifiedEvent(
                test.id(),
                test.type(),
                "default",
                true,
                1L,
                null,
                null,
                "dp_1",
                live.getBytes(StandardCharsets.UTF_8),
                test.receivedAt());

        assertThat(MailServer.text(mailOf(event)))
                .contains("https://dashboard.stripe.com/disputes/dp_1")
                .doesNotContain("test mode");
    }

    @Test
    void marksADisputeUrgent() throws Exception {
        MimeMessage mail = mailOf(
                event(
                        "evt_urgent",
                        "charge.dispute.created",
                        "{\"object\":\"dispute\",\"id\":\"dp_1\",\"amount\":1,\"currency\":\"usd\",\"reason\":\"fraudulent\"}"));

        assertThat(mail.getHeader("X-Priority")).containsExactly("1");
        assertThat(mail.getHeader("Importance")).containsExactly("high");
        assertThat(MailServer.text(mail)).contains("fraudulent");
    }

    @Test
    void nothingInAnEventBecomesAHeaderOrALineOfItsOwn() throws Exception {
        String evil = "Eve\\r\\nBcc: eve@example.org\\n\\nBody\\u2028X-Priority: 1\\u0085\\u0000{{{body.id}}}";
        MimeMessage mail = mailOf(event("evt_evil", "invoice.payment_failed", """
                {"object":"invoice","id":"in_1\\r\\nBcc: a@b","amount_due":1,"currency":"usd\\nX: y","customer_name":"%s",
                 "customer_email":"a@b\\r\\nCc: c@d"}""".formatted(evil)));

        assertThat(headerNames(mail)).doesNotContain("Bcc", "Cc", "X", "X-Priority");
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getSubject()).startsWith("Invoice not paid: ").contains("Eve Bcc: eve@example.org Body");
        assertThat(MailServer.text(mail).lines()).noneMatch(line -> line.matches("(Bcc|Cc|X|X-Priority|Body).*"));
    }

    @ParameterizedTest
    @CsvSource({"recipient, 550", "text, 554"})
    void aPermanentRefusalGoesToTheDeadLetterQueueAtOnce(String where, int code) throws Exception {
        VerifiedEvent event = failedPayment("evt_" + where, "\"amount\":100,\"currency\":\"usd\"");
        if (where.equals("recipient")) {
            server.recipientAnswer = recipient -> {
                throw new RejectException(code, "No such user here");
            };
        } else {
            server.answer = mail -> {
                throw new RejectException(code, "No such user here");
            };
        }

        flows.route(event);

        List<Message> dead = flows.drain("DLQ.stripe.mail");
        assertThat(dead).hasSize(1);
        assertThat(((TextMessage) dead.get(0)).getText().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(event.payload());
        assertThat(dead.get(0).getJMSType()).isEqualTo(event.type());
        assertThat(dead.get(0).getJMSCorrelationID()).isEqualTo(event.id());
        assertThat(dead.get(0).getStringProperty("stripeEventId")).isEqualTo(event.id());
        assertThat(dead.get(0).getStringProperty("mailTemplate")).isEqualTo("payment-intent-payment-failed");
        assertThat(dead.get(0).getStringProperty("dlqDeliveryFailureCause")).contains("No such user here");
        assertThat(server.triesOf(event.id())).isLessThan(2);
        assertThat(server.mailOf(event.id())).isNull();
    }

    /** No retry mends a template, or gives an event an address. */
    @Test
    void aMailWithoutATemplateGoesToTheDeadLetterQueueAtOnceAndSaysWhy() throws Exception {
        flows.attempt(
                () -> {
                    try (Connection connection = flows.factory.createConnection();
                            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                        session.createProducer(session.createQueue("stripe.mail"))
                                .send(session.createTextMessage("{\"id\":\"evt_none\"}"));
                    }
                    return null;
                },
                true);

        List<Message> dead = flows.drain("DLQ.stripe.mail");
        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).getStringProperty("dlqDeliveryFailureCause")).contains("needs the header mailTemplate");
        assertThat(dead.get(0).getJMSRedelivered()).isFalse();
    }

    @Test
    void aTemporaryRefusalIsTriedAgainArrivesOnceAndHoldsUpNoOtherMail() throws Exception {
        VerifiedEvent refused = failedPayment("evt_later", "\"amount\":100,\"currency\":\"usd\"");
        VerifiedEvent other = failedPayment("evt_other", "\"amount\":200,\"currency\":\"usd\"");
        server.answer = mail -> {
            if (mail.getHeader("X-Stripe-Event-Id", null).equals("evt_later") && server.mailOf("evt_other") == null) {
                throw new RejectException(451, "Try later");
            }
        };
        flows.route(refused);
        await().until(() -> server.triesOf("evt_later") >= 1);

        flows.route(other);

        await().until(() -> server.mailOf("evt_later") != null);
        assertThat(mailIds()).containsSubsequence("evt_other", "evt_later");
        assertThat(server.triesOf("evt_later")).isGreaterThan(1);
        await().during(java.time.Duration.ofSeconds(1)).until(() -> Collections.frequency(mailIds(), "evt_later") == 1);
        assertThat(flows.isEmpty("DLQ.stripe.mail")).isTrue();
    }

    @Test
    void whatStaysRefusedEndsInTheBrokersDeadLetterQueue() throws Exception {
        server.answer = mail -> {
            throw new RejectException(451, "Try later");
        };
        flows.route(failedPayment("evt_never", "\"amount\":100,\"currency\":\"usd\""));

        await().until(() -> server.triesOf("evt_never") == 4);
        List<Message> dead = flows.drain("DLQ.stripe.mail");
        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).getJMSCorrelationID()).isEqualTo("evt_never");
        assertThat(server.triesOf("evt_never")).isEqualTo(4);
    }

    private List<String> mailIds() throws MessagingException {
        List<String> ids = new ArrayList<>();
        for (MimeMessage mail : server.mails) {
            ids.add(mail.getHeader("X-Stripe-Event-Id", null));
        }
        return ids;
    }

    private static List<String> headerNames(MimeMessage mail) throws MessagingException {
        return Collections.list(mail.getAllHeaders()).stream()
                .map(header -> header.getName())
                .toList();
    }
}
