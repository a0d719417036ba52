package io.tollgate.routing.starter;

import java.util.List;
import java.util.Map;

/**
 * A mail to the finance address, with a template.
 *
 * @param flow the name of the flow
 * @param title what has happened, in words
 * @param amount the field with the main amount; null for none
 */
record MailSink(String flow, String title, String amount) implements Sink {
    @Override
    public String steps() {
        return Sink.indented("""
                - setHeader:
                    id: mail-template-%1$s
                    description: Which file of templates/ becomes the mail
                    name: mailTemplate
                    expression:
                      constant:
                        expression: %1$s
                - to:
                    id: to-mail-%1$s
                    uri: jms
                    parameters:
                      destinationType: queue
                      destinationName: stripe.mail
                - removeHeader:
                    id: no-mail-template-%1$s
                    description: The header is for the mail only, later steps send the message as it came
                    name: mailTemplate
                """.formatted(flow));
    }

    @Override
    public String lastStep() {
        return "to-mail-" + flow;
    }

    @Override
    public Map<String, String> files() {
        String paid = amount == null ? "" : """
                {{#money.%1$s}}
                Amount:    {{money.%1$s}}
                {{/money.%1$s}}
                """.formatted(amount);
        return Map.of("templates/" + flow + ".mustache", "Subject: " + title + ": {{object.id}}\n\n" + paid + """
                        {{#customer}}
                        Customer:  {{customer}}
                        {{/customer}}
                        Dashboard: {{link}}

                        Event {{id}} ({{type}}){{#test}}, in test mode{{/test}}
                        """);
    }

    @Override
    public List<String> expectations() {
        return List.of("queue: stripe.mail", "mail: \"*\"\nsubject: \"" + title + ": *\"");
    }
}
