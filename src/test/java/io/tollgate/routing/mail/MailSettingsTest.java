package io.tollgate.routing.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.Flows;
import io.tollgate.support.MailServer;
import io.tollgate.support.RoutesFolder;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is an address may be Finance's: nothing in it is decoded on its way into the mail. */
class MailSettingsTest {
    private final MailServer server = new MailServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private MimeMessage mail(Path directory, String finance, String from) throws Exception {
        VerifiedEvent event = Flows.event(
                "evt_1", "invoice.payment_failed", "{\"object\":\"invoice\",\"amount_due\":1,\"currency\":\"usd\"}");
        Map<String, Object> settings = Map.of(
                "tollgate.mail.port", String.valueOf(server.port()),
                "tollgate.mail.finance", finance,
                "tollgate.mail.from", from);
        Flows flows = new Flows(directory, settings);
        try {
            flows.load(Flows.ROUTES);
            flows.route(event);
            await().until(() -> server.mailOf(event.id()) != null);
        } finally {
            flows.close();
        }
        return server.mailOf(event.id());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "finance+stripe@example.com | tollgate+prod@example.com | finance+stripe@example.com",
                "M\u00fcller & Co <finance@example.com> | 100%Tollgate <t@example.com> | finance@example.com",
                "\"Finance (EU), Team #1\" <a%b@example.com>; b@example.com | t@example.com | a%b@example.com b@example.com",
                "\"Team {EU} (DACH) #2; 50% = 1/2?\" <o'neil=eu?x@example.com> | \"RAW(T)\" <t@example.com> | o'neil=eu?x@example.com",
                "fin&ance{x}@example.com | Tollgate+S\u00f6hne & {Co} <t@example.com> | fin&ance{x}@example.com",
            })
    void theMailArrives(
            String finance, String from, String recipients, @TempDir(cleanup = CleanupMode.NEVER) Path directory)
            throws Exception {
        MimeMessage mail = mail(directory, finance, from);

        Stream<InternetAddress> to =
                Arrays.stream(mail.getRecipients(RecipientType.TO)).map(InternetAddress.class::cast);
        assertThat(to.map(InternetAddress::getAddress)).containsExactly(recipients.split(" "));
        assertThat(((InternetAddress) mail.getFrom()[0]).getAddress())
                .isEqualTo(new InternetAddress(from).getAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@example.com,b+c@example.com", "A <a@example.com>; B <b@example.com>"})
    void severalRecipientsAndNoSenderMeanTheFirstOfThem(
            String finance, @TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        MimeMessage mail = mail(directory, finance, finance);

        assertThat(mail.getAllRecipients()).hasSize(2);
        assertThat(((InternetAddress) mail.getFrom()[0]).getAddress()).isEqualTo("a@example.com");
    }

    /** The template is the running set's own, and names a list of the team's. */
    @Test
    void aTemplateWritesToWhomItNamesOrToNobody(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        Path folder = RoutesFolder.copy(Flows.ROUTES, directory.resolve("routes"));
        Files.writeString(
                folder.resolve("templates/invoice-payment-failed.mustache"),
                "Subject: {{object.number}}\nTo: {{customer.email}}\nBcc: {{tollgate.mail.billing}}\n\n{{money.amount_due}}");
        Flows flows = new Flows(
                directory.resolve("broker"),
                Map.of(
                        "tollgate.mail.port",
                        String.valueOf(server.port()),
                        "tollgate.mail.billing",
                        "billing@example.com"));
        try {
            flows.load(folder);
            flows.route(Flows.event("evt_1", "invoice.payment_failed", invoice("pat@example.com")));
            await().until(() -> server.mailOf("evt_1") != null);
            flows.route(Flows.event("evt_2", "invoice.payment_failed", invoice("pat@example.com, eve@example.org")));

            String cause = flows.drain("DLQ.stripe.mail").get(0).getStringProperty("dlqDeliveryFailureCause");
            assertThat(cause)
                    .contains("templates/invoice-payment-failed.mustache:2", "the line To")
                    .doesNotContain("eve@");
            assertThat(server.mailOf("evt_1").getAllRecipients()).hasSize(1);
            assertThat(MailServer.text(server.mailOf("evt_1"))).contains("0.01 USD");
            assertThat(server.mailOf("evt_2")).isNull();
        } finally {
            flows.close();
        }
    }

    private static String invoice(String email) {
        return "{\"object\":\"invoice\",\"number\":\"A-1\",\"amount_due\":1,\"currency\":\"usd\",\"customer_email\":\""
                + email + "\"}";
    }
}
