package io.tollgate.routing.mail;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Splits what a template rendered into mail headers and text. The front block holds lines such as {@code Subject: …}, up
 * to the first blank line; only {@code Subject}, {@code X-Priority} and {@code Importance} may stand there. Adds {@code
 * X-Stripe-Event-Id}, by which a reader recognizes a mail that was sent twice. None is longer
 * than a line of a mail may be.
 */
public final class MailText implements Processor {
    private static final Set<String> ALLOWED = Set.of("Subject", "X-Priority", "Importance");

    private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9_]{1,254}");

    /** A line of a mail has 998 bytes at most (RFC 5322), and a list of mails shows far fewer. */
    private static final int LONGEST = 200;

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
        if (eventId != null && EVENT_ID.matcher(eventId).matches()) {
            message.setHeader("X-Stripe-Event-Id", eventId);
        }
        message.setBody(parts[1]);
    }

    private static void setHeader(Message message, String line) {
        String[] header = line.split(":", 2);
        if (header.length < 2 || !ALLOWED.contains(header[0].strip())) {
            throw new IllegalArgumentException(
                    "Only Subject, X-Priority and Importance may stand above a mail template's blank line");
        }
        message.setHeader(header[0].strip(), readAsItIs(OneLine.of(header[1], LONGEST)));
    }

    /** What looks like an encoded word (RFC 2047) would be decoded, to any character at all. */
    private static String readAsItIs(String text) {
        return text.replace("=?", "= ?");
    }
}
