package io.tollgate.routing.mail;

import io.tollgate.routing.FlowContext;
import io.tollgate.support.MailServer;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;

/** Templates of a test, filled in by the steps of a mail flow and sent to a real SMTP server; no broker is needed. */
final class FilledTemplates implements AutoCloseable {
    static final Path TODAY = Path.of("routes/mail.camel.yaml");
    static final Path BEFORE = Path.of("src/test/resources/old-mail-flow/mail.camel.yaml");

    private final MailServer server = new MailServer();
    private final Path folder;
    private final DefaultCamelContext context;
    /** To whom the server was told to bring the last mail. */
    final List<String> recipients = new CopyOnWriteArrayList<>();

    FilledTemplates(Path folder, Path flow, Map<String, String> settings) throws Exception {
        this.folder = Files.createDirectories(folder.resolve("templates")).getParent();
        String yaml = Files.readString(flow);
        String steps = yaml.substring(yaml.indexOf("      steps:"), yaml.indexOf("        - log:"));
        Map<String, String> all = new HashMap<>(Map.of(
                "tollgate.mail.host", "127.0.0.1",
                "tollgate.mail.port", String.valueOf(server.port()),
                "tollgate.mail.from", "tollgate@example.com",
                "tollgate.mail.finance", "finance@example.com"));
        all.putAll(settings);
        context = FlowContext.start(folder, "- route:\n    id: mail\n    from:\n      uri: direct:mail\n" + steps, all);
        server.recipientAnswer = recipients::add;
    }

    FilledTemplates template(String name, String text) throws Exception {
        Files.writeString(folder.resolve("templates").resolve(name + ".mustache"), text);
        return this;
    }

    /** @throws Exception what made the mail fail */
    MimeMessage send(String template, String type, String object) throws Exception {
        return send(
                template,
                Map.of(),
                "{\"id\":\"evt_1\",\"type\":\"" + type + "\",\"livemode\":true,\"data\":{\"object\":" + object + "}}");
    }

    MimeMessage send(String template, Map<String, Object> headers, String event) throws Exception {
        server.mails.clear();
        recipients.clear();
        Exchange exchange = context.createProducerTemplate().send("direct:mail", message -> {
            message.getMessage().setHeader("mailTemplate", template);
            message.getMessage().setHeader("stripeEventId", "evt_1");
            headers.forEach(message.getMessage()::setHeader);
            message.getMessage().setBody(event);
        });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return server.mails.get(0);
    }

    @Override
    public void close() throws IOException {
        context.close();
        server.close();
    }
}
