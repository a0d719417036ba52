package io.tollgate.routing.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.MailServer;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands above the text of a mail, whatever an event brings along. */
class MailHeadTest {
    private static final String TEMPLATE = "invoice-payment-failed";

    /** Name, address, reason, currency, id, customer, event id, property. */
    private static String[] texts(String name) {
        return new String[] {name, "j@example.com", "no", "usd", "in_1", "cus_1", "evt_1", "x"};
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "J\u00fcrgen ", "\uD83D\uDE80", "\u00e9", "a b ", "=?utf-8?q?=0D=0A?= "})
    void aNameWithoutEndCostsItsEndAndNotTheMail(String part) throws Exception {
        try (ShippedMails mails = new ShippedMails()) {
            MimeMessage mail = mails.send(TEMPLATE, texts(part.repeat(200_000 / part.length())));

            ShippedMails.check(TEMPLATE, mail);
            assertThat(mail.getSubject())
                    .startsWith("Invoice not paid: 12.50 USD from ")
                    .endsWith("\u2026");
            assertThat(mail.getSize()).isLessThan(10_000);
            assertThat(MailServer.text(mail)).contains("\u2026 <j@example.com> cus_1", "in_1", "evt_1");
        }
    }

    @Test
    void anEncodedWordInANameIsShownAsItIs() throws Exception {
        try (ShippedMails mails = new ShippedMails()) {
            MimeMessage mail = mails.send(TEMPLATE, texts("Eve =?utf-8?q?=0D=0ABcc:_eve?="));

            assertThat(mail.getSubject()).contains("Eve = ?utf-8?q?=0D=0ABcc:_eve?=");
        }
    }

    @Test
    void aTemplateThatTakesTheEventItselfGetsNoHeaderOfIt(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("templates"));
        Files.writeString(
                folder.resolve("templates/own.mustache"),
                "Subject: {{{variables.event.data.object.customer_name}}} {{{headers.Bcc}}}\n\nText");
        String[] texts = texts("Eve\r\nX-Priority: 1\n\nText of Eve");
        texts[7] = "x\nImportance: high";
        try (ShippedMails mails = new ShippedMails(folder)) {
            MimeMessage mail = mails.send("own", texts);

            ShippedMails.check("own", mail);
            assertThat(mail.getSubject()).isEqualTo("Eve X-Priority: 1 Text of Eve x Importance: high");
            assertThat(mail.getContent()).isEqualTo("Text");
        }
    }

    @Test
    void aPropertyThatIsNoEventIdIsNoHeader() throws Exception {
        try (ShippedMails mails = new ShippedMails()) {
            String[] texts = texts("Eve");
            for (String id : Arrays.asList("evt_1\r\nBcc: a@b", "evt_" + "1".repeat(3000), "evt_\u00e9", null)) {
                texts[6] = id;
                MimeMessage mail = mails.send(TEMPLATE, texts);

                ShippedMails.check(TEMPLATE, mail);
                assertThat(mail.getHeader("X-Stripe-Event-Id")).isNull();
            }
        }
    }
}
