package io.tollgate.routing.mail;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.mail.MailBinding;
import org.apache.camel.component.mail.MailComponent;
import org.apache.camel.component.mail.MailConfiguration;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.spi.annotations.Component;

/** The {@code smtp:} and {@code smtps:} of flows: whom a mail is to and from, its template says before the endpoint does. */
/* Its options are found by the first of the names that Camel has for it. */
@Component("imap,imaps,pop3,pop3s,smtp,smtps")
public final class MailServers extends MailComponent {
    public MailServers(CamelContext context, MailConfiguration configuration) {
        super(context);
        setAutowiredEnabled(false);
        setConfiguration(configuration);
        setHeaderFilterStrategy(new MailHeaders());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Endpoint endpoint = super.createEndpoint(uri, remaining, parameters);
        if (endpoint instanceof MailEndpoint mail) {
            mail.setBinding(new FilledMail(mail.getBinding()));
        }
        return endpoint;
    }

    private static final class FilledMail extends MailBinding {
        private static final Map<String, RecipientType> RECIPIENTS =
                Map.of("To", RecipientType.TO, "Cc", RecipientType.CC, "Bcc", RecipientType.BCC);

        private final MailBinding camels;

        FilledMail(MailBinding camels) {
            this.camels = camels;
        }

        @Override
        public void populateMailMessage(MailEndpoint endpoint, MimeMessage message, Exchange exchange)
                throws MessagingException, IOException {
            camels.populateMailMessage(endpoint, message, exchange);
            Mail mail = Mail.of(exchange);
            if (mail != null) {
                for (Map.Entry<String, List<InternetAddress>> line :
                        mail.addresses().entrySet()) {
                    address(message, line.getKey(), line.getValue().toArray(InternetAddress[]::new));
                }
                if (mail.html() != null) {
                    message.setContent(both(exchange.getMessage().getBody(String.class), mail.html()));
                }
            }
        }

        /** Nobody behind a line means that the endpoint has nobody to add, but for the sender, without whom there is no mail. */
        private static void address(MimeMessage message, String line, InternetAddress[] addresses)
                throws MessagingException {
            if (RECIPIENTS.containsKey(line)) {
                message.setRecipients(RECIPIENTS.get(line), addresses);
            } else if (line.equals("Reply-To")) {
                message.setReplyTo(addresses.length == 0 ? null : addresses);
            } else if (addresses.length > 0) {
                message.setFrom(addresses[0]);
            }
        }

        /** The text first: readers of mails show the last part that they can. */
        private static MimeMultipart both(String text, String html) throws MessagingException {
            MimeBodyPart plain = new MimeBodyPart();
            plain.setText(text, StandardCharsets.UTF_8.name());
            MimeBodyPart rich = new MimeBodyPart();
            rich.setText(html, StandardCharsets.UTF_8.name(), "html");
            return new MimeMultipart("alternative", plain, rich);
        }
    }
}
