package io.tollgate.routing.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.routing.FlowContext;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.impl.DefaultCamelContext;

/** The steps of the shipped mail flow, from the message to the bytes of the mail, without a broker and a mail server. */
final class ShippedMails implements AutoCloseable {
    static final List<String> TEMPLATES = List.of(
            "payment-intent-payment-failed",
            "invoice-payment-failed",
            "charge-dispute-created",
            "charge-dispute-inquiry",
            "charge-dispute-final",
            "charge-dispute-closed",
            "charge-refunded",
            "refund-failed",
            "payout-failed");

    private static final Set<String> URGENT = Set.of("charge-dispute-created", "refund-failed", "payout-failed");

    /** Bytes, without the line end: RFC 5322, 2.1.1. */
    private static final int LONGEST_LINE = 998;

    private static final Set<String> HEADERS = Set.of(
            "Date",
            "From",
            "To",
            "Subject",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "X-Stripe-Event-Id");

    private static final String ROUTE = """
            - route:
                id: mail
                from:
                  uri: direct
                  parameters:
                    name: mail
                  steps:
            """;

    private final ObjectMapper json = new ObjectMapper();
    private final DefaultCamelContext context;
    private final ProducerTemplate producer;
    private final Session session = Session.getInstance(new Properties());
    private final MailEndpoint endpoint;

    ShippedMails() throws Exception {
        this(Path.of("routes"));
    }

    /** @param folder with a mail flow and its templates */
    ShippedMails(Path folder) throws Exception {
        String mail = Files.readString(Path.of("routes/mail.camel.yaml"));
        String steps = mail.substring(
                mail.indexOf("        - unmarshal:"), mail.indexOf("        - to:\n            id: to-mail-server"));
        context = FlowContext.start(folder, ROUTE + steps);
        producer = context.createProducerTemplate();
        endpoint = context.getEndpoint(
                "smtp:127.0.0.1:1?from=a@example.com&to=b@example.com&contentType=text/plain; charset=UTF-8",
                MailEndpoint.class);
    }

    /** Eight texts of strangers, or null, wherever the templates or their model take one. */
    void check(String template, String[] texts) throws Exception {
        check(template, send(template, texts));
    }

    MimeMessage send(String template, String[] texts) throws Exception {
        ObjectNode object = json.createObjectNode()
                .put("object", "invoice")
                .put("amount_due", 1250)
                .put("amount", 1250);
        object.put("customer_name", texts[0]).put("customer_email", texts[1]).put("reason", texts[2]);
        object.put("currency", texts[3]).put("id", texts[4]).put("customer", texts[5]);
        object.putObject("last_payment_error").put("message", texts[2]);
        object.putObject("evidence").put("customer_name", texts[0]);
        ObjectNode event = json.createObjectNode()
                .put("id", texts[6])
                .put("type", texts[5])
                .put("account", texts[1]);
        event.putObject("data").set("object", object);
        Exchange exchange = producer.send("direct:mail", message -> {
            message.getMessage().setHeader("mailTemplate", template);
            message.getMessage().setHeader("stripeEventId", texts[6]);
            message.getMessage().setHeader("Bcc", texts[7]);
            message.getMessage().setHeader("Subject", texts[7]);
            message.getMessage().setBody(json.writeValueAsString(event));
        });
        assertThat(exchange.getException()).as("the mail is lost").isNull();
        MimeMessage mail = new MimeMessage(session);
        endpoint.getBinding().populateMailMessage(endpoint, mail, exchange);
        mail.saveChanges();
        return mail;
    }

    static void check(String template, MimeMessage mail) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        mail.writeTo(bytes);
        String[] parts = bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2);
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n|\r|\n"))
                .allMatch(line -> line.length() <= LONGEST_LINE);
        assertThat(parts[0].replace("\r\n", "")).doesNotContain("\r", "\n", "\u0000");
        List<String> names = parts[0].lines()
                .filter(line -> !line.startsWith(" ") && !line.startsWith("\t"))
                .map(line -> line.replaceFirst(":.*", ""))
                .toList();
        assertThat(names).doesNotHaveDuplicates().contains("Subject", "From", "To");
        boolean urgent = URGENT.contains(template);
        assertThat(names)
                .allMatch(name ->
                        HEADERS.contains(name) || urgent && (name.equals("X-Priority") || name.equals("Importance")));
        // As RFC 5322 says in 2.2.3; Jakarta Mail's own would leave a fold behind a backslash
        String subject = MimeUtility.decodeText(mail.getHeader("Subject", null).replace("\r\n", ""));
        assertThat(subject).doesNotMatch("(?s).*[\\x00-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069].*");
        assertThat(subject.codePointCount(0, subject.length())).isLessThanOrEqualTo(220);
    }

    @Override
    public void close() throws IOException {
        context.close();
    }
}
