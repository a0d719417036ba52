package io.tollgate.routing.rehearsal;

import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailEndpoint;

/** A mail as it would have gone out. */
final class Mails {
    /** Of the transport, or another one with each mail. */
    private static final Set<String> NOT_SHOWN =
            Set.of("message-id", "mime-version", "content-type", "content-transfer-encoding", "date");

    private static final Session SESSION = Session.getInstance(new Properties());

    private Mails() {}

    static void record(MailEndpoint endpoint, Exchange exchange, AtStep place) throws MessagingException, IOException {
        MimeMessage mail =
                exchange.getMessage().getBody() instanceof MimeMessage made ? made : new MimeMessage(SESSION);
        if (mail != exchange.getMessage().getBody()) {
            endpoint.getBinding().populateMailMessage(endpoint, mail, exchange);
        }
        if (mail.getAllRecipients() == null) {
            throw new MessagingException(
                    "The mail has no recipient: say so in a line To of its template, or at the step");
        }
        mail.saveChanges();
        Map<String, String> head = head(mail);
        place.recording()
                .sent(new Sent(
                        "mail",
                        "mail:" + head.getOrDefault("To", head.getOrDefault("Cc", head.getOrDefault("Bcc", ""))),
                        place.route(),
                        place.step(),
                        place.place(),
                        head,
                        text(mail, "text/plain"),
                        text(mail, "text/html")));
    }

    private static Map<String, String> head(MimeMessage mail) throws MessagingException, IOException {
        Map<String, String> head = new LinkedHashMap<>();
        for (Header line : Collections.list(mail.getAllHeaders())) {
            if (!NOT_SHOWN.contains(line.getName().toLowerCase(java.util.Locale.ROOT))) {
                head.put(line.getName(), MimeUtility.decodeText(MimeUtility.unfold(line.getValue())));
            }
        }
        return head;
    }

    /** Null when it has no such part. */
    private static String text(Part part, String type) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart several) {
            for (int i = 0; i < several.getCount(); i++) {
                BodyPart one = several.getBodyPart(i);
                String text = text(one, type);
                if (text != null) {
                    return text;
                }
            }
            return null;
        }
        return part.isMimeType(type) ? String.valueOf(part.getContent()).replace("\r\n", "\n") : null;
    }
}
