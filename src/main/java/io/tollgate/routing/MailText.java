package io.tollgate.routing;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Splits what a template rendered into mail headers and text. The front block holds lines such as {@code Subject: …}, up
 * to the first blank line; only {@code Subject}, {@code X-Priority} and {@code Importance} may stand there. Adds {@code
 * X-Stripe-Event-Id}, by which a reader recognizes a mail that was sent twice.
 */
final class MailText implements Processor {
    private static final Set<String> ALLOWED = Set.of("Subject", "X-Priority", "Importance");

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String[] parts = message.getBody(String.class).replace("\r\n", "\n").split("\n[ \t]*\n", 2);
        if (parts.length < 2 || !parts[0].startsWith("Subject:")) {
            throw new IllegalArgumentException("A mail template begins with the line Subject: …, then X-Priority or"
                    + " Importance if wanted, a blank line and the text");
        }
        String eventId = message.getHeader("stripeEventId", String.class);
        message.removeHeaders("*");
        for (String line : parts[0].split("\n")) {
            setHeader(message, line);
        }
        message.setHeader("X-Stripe-Event-Id", eventId);
        message.setBody(parts[1]);
    }

    private static void setHeader(Message message, String line) {
        String[] header = line.split(":", 2);
        if (header.length < 2 || !ALLOWED.contains(header[0].strip())) {
            throw new IllegalArgumentException(
                    "Only Subject, X-Priority and Importance may stand above a mail template's blank line");
        }
        message.setHeader(header[0].strip(), header[1].strip());
    }
}
