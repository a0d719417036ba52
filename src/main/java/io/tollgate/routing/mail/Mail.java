package io.tollgate.routing.mail;

import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * What a template says of a mail besides its subject and its text, on its way to the mail server. It is a property of the exchange, and so
 * nothing that a message could bring along.
 *
 * @param addresses by the head line that has them, such as {@code Cc}; what the template does not name is as the endpoint says
 * @param html null for a mail of plain text
 */
record Mail(Map<String, List<InternetAddress>> addresses, String html) {
    private static final String PROPERTY = Mail.class.getName();

    void on(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** Null when no template was filled in. */
    static Mail of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Mail.class);
    }
}
