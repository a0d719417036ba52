package io.tollgate.routing.mail;

import io.tollgate.routing.queue.UnsendableMessage;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Splits what a template became into the mail's head and its text. Adds {@code X-Stripe-Event-Id}, by which a reader recognizes a mail
 * that was sent twice. As a step it is for a mail flow of before.
 */
public final class MailText implements Processor {
    private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9_]{1,254}");
    private static final String BLANK_LINE = "\n[ \t]*\n";

    /** Whom a mail is to, only a template says that {@link OldMailTemplates} has filled in: there a value keeps to its place. */
    @Override
    public void process(Exchange exchange) {
        OldMailTemplates.Filled filled = exchange.getProperty(OldMailTemplates.FILLED, OldMailTemplates.Filled.class);
        String text = exchange.getMessage().getBody(String.class);
        if (filled != null) {
            split(exchange, filled.template(), text, filled.html());
            return;
        }
        split(
                exchange,
                new MailTemplate(Path.of("templates"), exchange.getVariable("mailTemplate", String.class)),
                text,
                null);
        if (!Mail.of(exchange).addresses().isEmpty()) {
            throw new UnsendableMessage("Above the blank line, " + String.join(", ", MailHead.ADDRESSES)
                    + " are for templates that mustache:file: or the step with ref mail fills in; use one of these");
        }
    }

    /**
     * @param marked head and text, with {@link Marks}
     * @param html null for a mail of plain text
     */
    static void split(Exchange exchange, MailTemplate template, String marked, String html) {
        String all = marked.replace("\r\n", "\n");
        String[] parts = all.contains(Marks.END_OF_HEAD)
                ? all.split(Marks.END_OF_HEAD + "[ \t]*\n", 2)
                : all.split(BLANK_LINE, 2);
        if (parts.length < 2) {
            throw new UnsendableMessage(template.file() + ": a mail template begins with lines such as Subject: …,"
                    + " then comes a blank line and the text; add the blank line");
        }
        MailHead head = MailHead.of(parts[0], template);
        Message message = exchange.getMessage();
        String eventId = message.getHeader("stripeEventId", String.class);
        message.removeHeaders("*");
        head.headers().forEach(message::setHeader);
        if (eventId != null && EVENT_ID.matcher(eventId).matches()) {
            message.setHeader("X-Stripe-Event-Id", eventId);
        }
        message.setBody(Marks.removed(parts[1]));
        new Mail(head.addresses(), html).on(exchange);
    }
}
