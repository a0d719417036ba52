package io.tollgate.routing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.mail.TestMailbox;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.MailServer;
import io.tollgate.support.Queues;
import io.tollgate.support.WebServer;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.ExpressionBuilder;
import org.apache.camel.support.ProcessorEndpoint;

/** The flows of {@code src/test/resources/shipped}, one a component, language and data format, and what they talk to. */
final class Shipped {
    private static final Path FOLDERS = Path.of("src/test/resources");
    static final String EVENT_ID = "evt_1";

    final MailServer smtp = new MailServer();
    final GreenMail mailboxes = new GreenMail(
            new ServerSetup[] {TestMailbox.setup("smtps"), TestMailbox.setup("imap"), TestMailbox.setup("pop3")});
    final WebServer web = new WebServer();
    final Path folder;
    final Flows flows;
    private final Path routes;

    /**
     * @param routes the folder of the flows
     * @param kafka its address, for flows that use it
     */
    Shipped(Path folder, String routes, String kafka) throws Exception {
        this.folder = folder;
        mailboxes.start();
        mailboxes.setUser("team@example.com", "team", "secret");
        mailboxes.setUser("other@example.com", "other", "secret");
        flows = new Flows(
                folder.resolve("broker"),
                Map.of(
                        "shipped.folder", folder.toString(),
                        "shipped.kafka", kafka,
                        "shipped.web", web.port(),
                        "shipped.hostile", WebServer.answerOnce(hostile("CAmel")),
                        "shipped.smtp", smtp.port(),
                        "shipped.smtps", mailboxes.getSmtps().getPort(),
                        "shipped.imap", mailboxes.getImap().getPort(),
                        "shipped.pop3", mailboxes.getPop3().getPort()));
        flows.bean("shipped", new FirstWord());
        flows.bean("shippedExpression", ExpressionBuilder.constantExpression("by a bean"));
        flows.bean("shippedEndpoint", endpoint());
        this.routes = FOLDERS.resolve(routes);
        new FlowTables(flows.dataSource, FlowRole.GATEWAYS).apply(this.routes, List.of());
        reload();
    }

    /** Those that run until now are closed. */
    void reload() throws Exception {
        flows.load(routes);
    }

    /** What {@code ref:} and {@code bean:} call. */
    static final class FirstWord {
        public String first(String body) {
            return body.strip().split("\\s+")[0];
        }
    }

    private static Endpoint endpoint() {
        return new ProcessorEndpoint(
                "shipped:endpoint",
                (Component) null,
                exchange -> exchange.getMessage().setBody("by an endpoint"));
    }

    /**
     * Headers that would choose for a flow what it does.
     *
     * @param camel in which letters; headers of Camel have none
     */
    static Map<String, String> hostile(String camel) {
        return Map.of(
                camel + "SqlQuery",
                "CREATE TABLE owned (x int)",
                camel + "JmsDestinationName",
                "owned",
                camel + "FileName",
                "owned.txt",
                camel + "OverruleFileName",
                "owned.txt",
                camel + "KafkaOverrideTopic",
                "owned",
                "kafka.OVERRIDE_TOPIC",
                "owned",
                "JMSReplyTo",
                "owned",
                "mail.smtp.from",
                "owned@example.org");
    }

    boolean isOwned() throws Exception {
        return flows.jdbc.queryForObject("SELECT to_regclass('owned') IS NOT NULL", Boolean.class)
                || Files.exists(folder.resolve("plain/owned.txt"))
                || Files.exists(folder.resolve("out/owned.txt"))
                || smtp.senders.contains("owned@example.org")
                || !flows.isEmpty("owned");
    }

    /** A real event, without what a sample leaves open. */
    static String event() throws IOException {
        return Files.readString(Path.of("src/main/resources/samples/invoice.payment_failed.json"))
                .replace("{random}", "1")
                .replaceAll("\"\\{now[^}]*}\"", "1767225600");
    }

    void send(String queue, String body) throws JMSException {
        try (Connection connection = new ActiveMQConnectionFactory(flows.broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Message message = session.createTextMessage(body);
            message.setStringProperty("stripeEventId", EVENT_ID);
            message.setJMSType("invoice.payment_failed");
            session.createProducer(session.createQueue(queue)).send(message);
        }
    }

    /** What the flow of that name made of a body. */
    Message made(String name, String body) throws Exception {
        send("try." + name, body);
        return taken(name);
    }

    /** What the flow of that name has sent. */
    Message taken(String name) throws Exception {
        return Queues.next(flows.broker.url(), "did." + name);
    }

    void close() throws Exception {
        flows.close();
        mailboxes.stop();
        smtp.close();
        web.close();
    }
}
