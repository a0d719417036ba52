package io.tollgate.routing.mail;

import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Makes the mail that the header {@code mailTemplate} names of the event in variable {@code event}: its text becomes the body, its
 * subject and priority headers, and whom it is to and from is noted for the step that sends it. The template is the running set's own.
 */
public final class MailWriter implements Processor {
    @Override
    public void process(Exchange exchange) {
        Path folder = Path.of(exchange.getContext().resolvePropertyPlaceholders("{{tollgate.routes}}"), "templates");
        String name = exchange.getMessage().getHeader("mailTemplate", String.class);
        MailTemplate template = new MailTemplate(folder, name);
        Words words = Words.of(exchange);
        MailText.split(exchange, template, template.text(words), template.html(words));
    }
}
