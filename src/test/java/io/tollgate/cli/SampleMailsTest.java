package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.Flows;
import io.tollgate.samples.Samples;
import io.tollgate.support.MailServer;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What finance reads of what happened, whichever version of Stripe's API told it: the shipped mails of the samples. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleMailsTest {
    private static final List<String> VERSIONS = List.of("2026-07-29.dahlia", "2020-08-27");
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    /** For people to read. */
    private static final Path READ = Path.of("target/mails");

    private final MailServer server = new MailServer();
    private final ObjectMapper json = new ObjectMapper();
    private Samples samples;
    private Flows flows;
    private int number;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        samples = new Samples(Clock.fixed(NOW, ZoneOffset.UTC));
        flows = new Flows(directory, Map.of("tollgate.mail.port", String.valueOf(server.port())));
        flows.load(Flows.ROUTES);
        Files.createDirectories(READ);
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
        server.close();
    }

    private VerifiedEvent sample(String type, String version, Consumer<ObjectNode> change) throws Exception {
        JsonNode event = json.readTree(samples.event(type, version));
        change.accept((ObjectNode) event.at("/data/object"));
        return new VerifiedEvent(
                "evt_mail" + ++number,
                type,
                "default",
                false,
                NOW.getEpochSecond(),
                version,
                null,
                null,
                event.toString().getBytes(StandardCharsets.UTF_8),
                NOW);
    }

    private MimeMessage mailOf(String type, String version, Consumer<ObjectNode> change) throws Exception {
        VerifiedEvent event = sample(type, version, change);
        flows.route(event);
        await().until(() -> server.mailOf(event.id()) != null);
        MimeMessage mail = server.mailOf(event.id());
        Files.writeString(
                READ.resolve("%02d-%s-%s.txt".formatted(number, type, version)),
                mail.getSubject() + "\n\n" + MailServer.text(mail));
        if (mail.getContent() instanceof Multipart parts) {
            Files.writeString(
                    READ.resolve("%02d-%s-%s.html".formatted(number, type, version)),
                    parts.getBodyPart(parts.getCount() - 1).getContent().toString());
        }
        return mail;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "charge.refunded                | Refunded: 5.00 USD of 100.00 USD to .* | Of a charge of 100.00 USD, 5.00 USD are refunded by now.",
                "invoice.payment_failed         | Invoice .* not paid: 3000 JPY from .*  | Of an invoice of 3500 JPY, 500 JPY are paid. The remaining 3000 JPY",
                "payment_intent.payment_failed  | Payment failed: .* from .*             | did not succeed",
                "charge.dispute.created         | Dispute over .*: answer it until 20.* UTC | Answer by:",
                "charge.dispute.closed          | Dispute over .* closed: lost           | Charge: ",
                "payout.failed                  | Payout failed: .* did not reach your bank | Reason: ",
            })
    void eachSaysWhatHappened(String type, String subject, String text) throws Exception {
        for (String version : VERSIONS) {
            MimeMessage mail = mailOf(type, version, object -> {});
            assertThat(mail.getSubject()).matches(subject);
            assertThat(MailServer.text(mail))
                    .contains(text)
                    .contains("https://dashboard.stripe.com/")
                    .doesNotContain("{{", ":  \n");
        }
    }

    @Test
    void aDisputeThatCannotBeAnsweredIsNotUrgent() throws Exception {
        for (String version : VERSIONS) {
            MimeMessage mail = mailOf("charge.dispute.created", version, dispute -> {
                dispute.put("status", "lost").put("charge", "py_1");
                ((ObjectNode) dispute.get("evidence_details")).putNull("due_by");
            });
            assertThat(mail.getSubject()).contains(": lost, there is nothing to answer");
            assertThat(MailServer.text(mail)).contains("the charge py_1").doesNotContain("nswer it");
            assertThat(mail.getHeader("X-Priority")).isNull();
            assertThat(mail.getHeader("Importance")).isNull();
        }
    }

    @Test
    void anInquiryTakesNoMoney() throws Exception {
        for (String version : VERSIONS) {
            MimeMessage mail = mailOf(
                    "charge.dispute.created", version, dispute -> dispute.put("status", "warning_needs_response"));
            assertThat(mail.getSubject()).startsWith("Inquiry about ").contains("no money is taken yet");
            assertThat(MailServer.text(mail)).contains("Answer by: ").contains("warning_needs_response");
            assertThat(mail.getHeader("X-Priority")).isNull();
        }
    }

    @Test
    void aDisputeThatCanBeAnsweredIsUrgent() throws Exception {
        MimeMessage mail = mailOf("charge.dispute.created", VERSIONS.get(0), dispute -> {});
        assertThat(mail.getHeader("X-Priority")).containsExactly("1");
    }

    @Test
    void theLastAttemptSaysThatThereIsNoOther() throws Exception {
        assertThat(MailServer.text(mailOf("invoice.payment_failed", VERSIONS.get(0), invoice -> {
                    invoice.putNull("next_payment_attempt")
                            .put("amount_paid", 0)
                            .put("amount_remaining", 3500);
                })))
                .contains("An invoice of 3500 JPY could not be charged.", "Stripe tries no more by itself");
    }

    @Test
    void aRefundOfAllSaysSo() throws Exception {
        assertThat(MailServer.text(mailOf("charge.refunded", VERSIONS.get(0), charge -> {
                    charge.put("refunded", true).put("amount_refunded", 10000);
                })))
                .contains("Of a charge of 100.00 USD, 100.00 USD are refunded by now: nothing of it is left.");
    }

    /** Three decimals, none, and a name that is not of Latin letters. */
    @ParameterizedTest
    @CsvSource({"kwd, 1.250 KWD", "jpy, 1250 JPY", "isk, 12.50 ISK"})
    void amountsHaveTheDecimalsOfTheirCurrency(String currency, String amount) throws Exception {
        MimeMessage mail = mailOf("charge.refunded", VERSIONS.get(0), charge -> {
            charge.put("currency", currency).put("amount_refunded", 1250);
            ((ObjectNode) charge.get("billing_details")).put("name", "Zoë 🚀 & Söhne <b>");
        });
        assertThat(mail.getSubject()).startsWith("Refunded: " + amount).contains("Zoë 🚀 & Söhne <b>");
    }

    @Test
    void aReleasedAuthorizationIsNoRefundAndNoMail() throws Exception {
        assertThat(flows.route(sample("charge.refunded", VERSIONS.get(0), charge -> {
                    charge.put("captured", false).put("amount_captured", 0);
                })))
                .contains("jms:queue:stripe.refunds")
                .doesNotContain("jms:queue:stripe.mail");
    }

    /** Of a renewal that failed, Stripe tells twice; finance reads once, and of the invoice. */
    @ParameterizedTest
    @CsvSource({
        "2020-08-27, invoice, in_1",
        "2026-07-29.dahlia, description, Subscription creation",
        "2026-07-29.dahlia, description, Payment for Invoice",
        "2026-07-29.dahlia, order_reference, in_1",
    })
    void thePaymentOfAnInvoiceIsNoMailOfItsOwn(String version, String field, String value) throws Exception {
        assertThat(flows.route(sample("payment_intent.payment_failed", version, payment -> {
                    if (field.equals("order_reference")) {
                        payment.putObject("payment_details").put(field, value);
                    } else {
                        payment.put(field, value);
                    }
                })))
                .contains("jms:queue:stripe.payments.failed")
                .doesNotContain("jms:queue:stripe.mail");
    }

    @Test
    void aRefundThatFailedIsUrgent() throws Exception {
        JsonNode event = json.readTree(samples.event("refund.created", VERSIONS.get(0)));
        ((ObjectNode) event.at("/data/object")).put("status", "failed").put("failure_reason", "lost_or_stolen_card");
        VerifiedEvent failed = new VerifiedEvent(
                "evt_refund",
                "refund.failed",
                "default",
                false,
                1L,
                null,
                null,
                null,
                event.toString().getBytes(StandardCharsets.UTF_8),
                NOW);
        flows.route(failed);
        await().until(() -> server.mailOf("evt_refund") != null);
        MimeMessage mail = server.mailOf("evt_refund");
        assertThat(mail.getSubject()).matches("Refund failed: .* did not reach the customer");
        assertThat(MailServer.text(mail)).contains("lost_or_stolen_card");
        assertThat(mail.getHeader("Importance")).containsExactly("high");
    }
}
