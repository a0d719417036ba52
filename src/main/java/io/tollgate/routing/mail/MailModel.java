package io.tollgate.routing.mail;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * For a mail flow of before, which renders with {@code mustache:}: turns the event in variable {@code event} into the words of
 * {@code body.…}, as a map in the body, and the header {@code mailTemplate} into a variable. Each text of the event and of the message's
 * headers is one line from here on, so that nothing from outside becomes a header or a line of its own, whatever a template takes.
 */
public final class MailModel implements Processor {
    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().getHeaders().replaceAll((name, value) -> OneLine.each(value));
        Words words = Words.of(exchange);
        exchange.getMessage().setBody(words.body());
        exchange.setProperty(Words.class.getName(), words);
        String name = exchange.getMessage().getHeader("mailTemplate", String.class);
        exchange.setVariable("mailTemplate", MailTemplate.name(name));
    }
}
