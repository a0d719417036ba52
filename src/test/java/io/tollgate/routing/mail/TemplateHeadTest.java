package io.tollgate.routing.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.routing.queue.PermanentFailure;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a mail goes to, and what else its head says: the template and the settings decide, whatever an event brings along. */
class TemplateHeadTest {
    private static final Map<String, String> LISTS = Map.of(
            "tollgate.mail.billing", "\"Billing; EU\" <billing+eu@example.com>; b@example.com",
            "tollgate.mail.legal", "M\u00fcller & Co <legal@example.com>");

    @TempDir
    Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private FilledTemplates mails;

    @BeforeEach
    void start() throws Exception {
        mails = new FilledTemplates(folder, FilledTemplates.TODAY, LISTS);
    }

    @AfterEach
    void stop() throws Exception {
        mails.close();
    }

    /** The mail of an invoice whose customer has this name and mail address. */
    private MimeMessage mail(String template, String name, String email) throws Exception {
        mails.template("t", template);
        Map<String, String> object = Map.of("object", "invoice", "customer_name", name, "customer_email", email);
        return mails.send("t", "invoice.paid", json.writeValueAsString(object));
    }

    private MimeMessage mail(String template) throws Exception {
        return mail(template, "Pat Payer", "pat@example.com");
    }

    private static List<String> addresses(jakarta.mail.Address[] some) {
        return some == null
                ? List.of()
                : Arrays.stream(some)
                        .map(a -> ((InternetAddress) a).getAddress())
                        .toList();
    }

    @Test
    void eachLineIsReadFromTextSettingsAndEvent() throws Exception {
        MimeMessage mail = mail("""
                To: {{tollgate.mail.billing}}, "Late, Team" <late@example.com>
                Cc: {{customerAddress}}
                Bcc: {{tollgate.mail.legal}}
                Reply-To: {{customer.name}} via us <reply+{{object.object}}@example.com>
                From: Shop <shop@example.com>
                Subject: Hello {{customer.name}}
                Priority: high

                Text
                """);

        assertThat(addresses(mail.getRecipients(RecipientType.TO)))
                .containsExactly("billing+eu@example.com", "b@example.com", "late@example.com");
        assertThat(mail.getRecipients(RecipientType.TO)[0].toString()).contains("Billing; EU");
        assertThat(mail.getRecipients(RecipientType.CC)[0]).hasToString("Pat Payer <pat@example.com>");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mails.recipients)
                .containsExactlyInAnyOrder(
                        "billing+eu@example.com",
                        "b@example.com",
                        "late@example.com",
                        "pat@example.com",
                        "legal@example.com");
        assertThat(mail.getReplyTo()[0]).hasToString("Pat Payer via us <reply+invoice@example.com>");
        assertThat(mail.getFrom()[0]).hasToString("Shop <shop@example.com>");
        assertThat(mail.getSubject()).isEqualTo("Hello Pat Payer");
        assertThat(mail.getHeader("X-Priority")).containsExactly("1");
        assertThat(mail.getHeader("Importance")).containsExactly("high");
        assertThat(mail.getContent().toString().strip()).isEqualTo("Text");
    }

    @Test
    void withoutToAndFromTheSettingsDecide() throws Exception {
        MimeMessage mail = mail("Cc: {{customer.email}}\nSubject: x\n\nText");

        assertThat(mails.recipients).containsExactlyInAnyOrder("finance@example.com", "pat@example.com");
        assertThat(addresses(mail.getFrom())).containsExactly("tollgate@example.com");
    }

    @Test
    void aLineThatComesOutEmptyEndsNoHead() throws Exception {
        MimeMessage mail =
                mail("Cc: b@example.com\n{{#object.absent}}To: x@example.com{{/object.absent}}\nSubject: x\n\nText");

        assertThat(mail.getSubject()).isEqualTo("x");
        assertThat(mail.getContent().toString().strip()).isEqualTo("Text");
        assertThat(mails.recipients).containsExactlyInAnyOrder("finance@example.com", "b@example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Eve, evil@example.org",
                "Eve; evil@example.org",
                "Eve <evil@example.org>",
                "Eve\" <evil@example.org>, \"",
                "\"",
                "\\",
                "Eve\\\" <evil@example.org>",
                "evil@example.org",
                ":;(evil@example.org)",
                "a\r\nBcc: evil@example.org",
                "=?utf-8?q?=0D=0ABcc:_evil=40example.org?=",
                "\uFF0Cevil@example.org",
                "zq7x0x7qz",
                "\u560aBcc: evil@example.org",
                "\u0002, evil@example.org\u0001",
                "{{tollgate.mail.billing}}",
            })
    void aNameIsANameOnly(String name) throws Exception {
        for (String to : new String[] {
            "\"{{customer.name}}\" <{{customer.email}}>",
            "{{customer.name}} <{{customer.email}}>",
            "{{customerAddress}}"
        }) {
            MimeMessage mail = mail("To: " + to + "\nSubject: {{customer.name}}\n\nText", name, "pat@example.com");

            assertThat(mails.recipients).containsExactly("pat@example.com");
            assertThat(addresses(mail.getAllRecipients())).containsExactly("pat@example.com");
            assertThat(mail.getHeader("To")).hasSize(1);
            assertThat(mail.getHeader("Bcc")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pat@example.com, evil@example.org",
                "pat@example.com; evil@example.org",
                "pat@example.com evil@example.org",
                "pat@example.com>, <evil@example.org",
                "a:evil@example.org;",
                "<@evil.example.org:pat@example.com>",
                "pat@example.com\r\nBcc: evil@example.org",
                "pat\u560a@example.com",
                "p\u00e4t@example.com",
                "no address",
                "\"x\"@",
                "pat@exa mple.com",
            })
    void anAddressOfTheEventIsOneOrNone(String email) {
        for (String line : new String[] {
            "To: {{customer.email}}",
            "To: a@example.com, {{customer.email}}",
            "To: {{customer.name}} <{{customer.email}}>",
            "To: {{customerAddress}}",
            "Bcc: b@example.com\nFrom: {{customer.email}}"
        }) {
            if (line.equals("To: {{customerAddress}}")) {
                fails(
                        () -> mail(line + "\nSubject: x\n\nText", "Pat", email),
                        "templates/t.mustache:1",
                        "To",
                        "no recipient");
            } else {
                String place = line.startsWith("To")
                        ? "templates/t.mustache:1: the line To"
                        : "templates/t.mustache:2: the line From";
                fails(() -> mail(line + "\nSubject: x\n\nText", "Pat", email), place, "not one mail address");
            }
            assertThat(mails.recipients).isEmpty();
        }
    }

    @Test
    void aDomainOfAnyAlphabetArrives() throws Exception {
        mail("To: {{customer.email}}\nSubject: x\n\nText", "Pat", "pat@m\u00fcller.example");

        assertThat(mails.recipients).containsExactly("pat@xn--mller-kva.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "To: {{object.absent}}\\nSubject: x\\n\\nText | templates/t.mustache:1 | no recipient",
                "Subject: x\\nTo:\\n\\nText | templates/t.mustache:2 | no recipient",
                "Subject: x\\nTo: finance\\n\\nText | templates/t.mustache:2 | not all of it is mail addresses",
                "From: a@example.com, b@example.com\\nSubject: x\\n\\nText | templates/t.mustache:1 | one address",
                "To: a@example.com\\n\\nText | templates/t.mustache | Subject",
                "Subject: x | templates/t.mustache | blank line",
                "Subject: x\\nX-Mailer: y\\n\\nText | templates/t.mustache | only the lines",
                "Subject: x\\n{{customer.name}}: y\\n\\nText | templates/t.mustache | only the lines",
                "Subject: x\\n\\n{{#a}} | templates/t.mustache:3 | filled in",
            })
    void aHeadThatIsNoneIsRefusedForGoodWithItsPlace(String template, String place, String words) {
        fails(() -> mail(template.replace("\\n", "\n"), "Bcc", "pat@example.com"), place, words);
    }

    @Test
    void aTemplateThatIsNotThereIsRefusedForGood() {
        fails(() -> mails.send("nosuch", "t", "{}"), "templates/nosuch.mustache");
        fails(() -> mails.send("../t", "t", "{}"), "mailTemplate");
        fails(() -> mails.send(null, "t", "{}"), "mailTemplate");
    }

    private static void fails(ThrowingCallable sending, String... words) {
        assertThatThrownBy(sending)
                .satisfies(failure -> assertThat(PermanentFailure.is(failure)).isTrue())
                .hasMessageContainingAll(words)
                .hasMessageNotContainingAny("evil", "Pat");
    }

    @Test
    void aMessagesOwnHeadersGoNowhere() throws Exception {
        mails.template("t", "Subject: x\n\nText");

        MimeMessage mail = mails.send(
                "t",
                Map.of(
                        "To",
                        "evil@example.org",
                        "Bcc",
                        "evil@example.org",
                        "Reply-To",
                        "evil@example.org",
                        "From",
                        "evil@example.org"),
                "{}");

        assertThat(mails.recipients).containsExactly("finance@example.com");
        assertThat(addresses(mail.getReplyTo())).containsExactly("tollgate@example.com");
    }

    @Test
    void anHtmlPartIsTheLastOfTwoAndEscaped() throws Exception {
        mails.template("t.html", "<p title=\"{{customer.name}}\">{{{customer.name}}} {{> foot.html}}</p>\n")
                .template("foot.html", "<i>{{money.amount_paid}}</i>")
                .template("foot", "-- {{link}}");

        MimeMessage mail =
                mail("Subject: x\n\n{{customer.name}}\n{{> foot}}\n", "<b>\"&\u00fc\uD83D\uDE80", "p@example.com");

        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(0).getContent().toString())
                .startsWith("<b>\"&\u00fc\uD83D\uDE80")
                .contains("-- ");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContent().toString())
                .contains("<p title=\"&lt;b&gt;&quot;&amp;\u00fc\uD83D\uDE80\">&lt;b&gt;&quot;&amp;", "<i></i>");
    }

    @Test
    void theMailFlowOfBeforeTakesANewHeadAndAnHtmlPart() throws Exception {
        try (FilledTemplates before = new FilledTemplates(folder, FilledTemplates.BEFORE, LISTS)) {
            before.template(
                            "t",
                            "To: {{customer.name}} <{{customer.email}}>\nBcc: {{tollgate.mail.legal}}\nSubject: {{money.amount_paid}}\n\n{{customer.name}}")
                    .template("t.html", "<b>{{customer.name}}</b>");

            MimeMessage mail = before.send(
                    "t",
                    "invoice.paid",
                    "{\"amount_paid\":5,\"currency\":\"eur\",\"customer_name\":\"a, <evil@example.org>\",\"customer_email\":\"p@example.com\"}");

            assertThat(before.recipients).containsExactly("p@example.com", "legal@example.com");
            assertThat(mail.getSubject()).isEqualTo("0.05 EUR");
            assertThat(((MimeMultipart) mail.getContent())
                            .getBodyPart(1)
                            .getContent()
                            .toString())
                    .contains("&lt;evil@example.org&gt;");
        }
    }

    @Test
    void aMailFlowOfBeforeThatRendersOtherwiseKeepsItsHead() throws Exception {
        String flow = Files.readString(FilledTemplates.BEFORE);
        int step = flow.indexOf("        - toD:");
        int next = flow.indexOf("        - process:", step);
        for (String head : List.of("", "To: a@example.com\\n")) {
            String text = "        - setBody:\n            constant: \"" + head + "Subject: x\\n\\nText\"\n";
            Path own = Files.writeString(
                    folder.resolve("own.yaml"), flow.substring(0, step) + text + flow.substring(next));
            try (FilledTemplates before = new FilledTemplates(folder, own, LISTS)) {
                if (head.isEmpty()) {
                    assertThat(before.send("t", "t", "{}").getSubject()).isEqualTo("x");
                } else {
                    fails(() -> before.send("t", "t", "{}"), "templates that mustache:file:");
                }
            }
        }
    }
}
