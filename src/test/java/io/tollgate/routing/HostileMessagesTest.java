package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tollgate.support.MailServer;
import io.tollgate.support.Stomp;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.subethamail.smtp.RejectException;

/**
 * Whoever may write to a queue gives a message properties that Camel's components obey. A flow that takes them as they are
 * shows what each would do; the same flow without that choice does what its YAML says.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileMessagesTest {
    private static final String EVENT =
            "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"invoice.payment_failed\",\"created\":1,\"livemode\":false,"
                    + "\"data\":{\"object\":{\"id\":\"in_1\",\"object\":\"invoice\",\"amount_due\":1,\"currency\":\"usd\"}}}";

    private final MailServer mailServer = new MailServer();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private HttpServer web;
    private Path folder;
    private Flows flows;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        folder = directory;
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            calls.add(exchange.getRequestURI().toString());
            headers.add(exchange.getRequestHeaders().toString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        web.start();
        flows = new Flows(directory.resolve("broker"), Map.of("tollgate.mail.port", String.valueOf(mailServer.port())));
        flows.bean("asTheyAre", new TakesAll());
        flows.jdbc.execute("CREATE TABLE note (id text)");
    }

    @AfterEach
    void stop() throws Exception {
        flows.close();
        web.stop(0);
        mailServer.close();
    }

    enum Protocol {
        OPENWIRE,
        STOMP
    }

    /** What a stranger would have done to where things go. */
    enum Vector {
        CamelSqlQuery,
        CamelFileName,
        CamelOverruleFileName,
        CamelHttpUri,
        CamelHttpPath,
        CamelJmsDestinationName,
        mail_DOT_smtp_DOT_from;

        String value(HostileMessagesTest test) {
            return switch (this) {
                case CamelSqlQuery -> "CREATE TABLE owned (x int)";
                case CamelFileName, CamelOverruleFileName -> "owned.txt";
                case CamelHttpUri -> test.url("owned");
                case CamelHttpPath, CamelJmsDestinationName -> "owned";
                case mail_DOT_smtp_DOT_from -> "owned@example.org";
            };
        }
    }

    private static final class TakesAll implements HeaderFilterStrategy {
        @Override
        public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
            return false;
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
            return false;
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + web.getAddress().getPort() + "/" + path;
    }

    private void team(String filter) throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("team.camel.yaml"), """
                - route:
                    id: team
                    from:
                      uri: jms:queue:team?transacted=true%s
                      steps:
                        - to: "sql:INSERT INTO note VALUES ('as written')?noop=true"
                        - to: "file:%s"
                        - to: "file:%s?fileName=note.txt"
                        - to: "%s"
                        - to: "smtp:127.0.0.1:%d?from=tollgate@example.com&to=finance@example.com\
                &useJavaMailSessionPropertiesFromHeaders=true"
                        - setBody: {constant: done}
                        - to: jms:queue:next
                """.formatted(
                        filter, folder.resolve("plain"), folder.resolve("out"), url("right"), mailServer.port()));
        flows.loadUnchecked(routes);
    }

    private void send(Protocol protocol, String queue, Map<String, String> properties) throws Exception {
        if (protocol == Protocol.STOMP) {
            Stomp.send(flows.broker.stompPort(), queue, properties, EVENT);
            return;
        }
        try (Connection connection = new ActiveMQConnectionFactory(flows.broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createQueue(queue));
            Message message = session.createTextMessage(EVENT);
            for (Map.Entry<String, String> property : properties.entrySet()) {
                if (property.getKey().equals("reply-to")) {
                    message.setJMSReplyTo(session.createQueue("owned"));
                } else {
                    // as another client's library would, which knows no rules for names
                    ((ActiveMQMessage) message).setProperty(property.getKey(), property.getValue());
                }
            }
            producer.send(message);
        }
    }

    /** All of them, in the given letters, and the headers of a mail and of JMS that say where something goes. */
    private Map<String, String> all(UnaryOperator<String> letters) {
        Map<String, String> properties = new TreeMap<>();
        for (Vector vector : Vector.values()) {
            properties.put(letters.apply(vector.name()), vector.value(this));
        }
        properties.put(letters.apply("mail.smtp.from"), "owned@example.org");
        properties.put(letters.apply("org.apache.camel.jms.destination"), "owned");
        properties.put("To", "owned@example.org");
        properties.put("Cc", "owned@example.org");
        properties.put("From", "owned@example.org");
        properties.put("reply-to", "/queue/owned");
        properties.put("Authorization", "owned");
        properties.put("Cookie", "owned");
        properties.put("Content_HYPHEN_Type", "owned/html");
        properties.put("contentType", "owned/html");
        return properties;
    }

    /** What the vector changed, and so what the strict filter is there for. */
    @ParameterizedTest
    @EnumSource
    void eachOfThemIsObeyedByAFlowThatTakesPropertiesAsTheyAre(Vector vector) throws Exception {
        team("&headerFilterStrategy=#asTheyAre");

        send(Protocol.OPENWIRE, "team", Map.of(vector.name(), vector.value(this)));

        await().until(() -> isOwned());
    }

    private boolean isOwned() throws Exception {
        return flows.jdbc.queryForObject("SELECT to_regclass('owned') IS NOT NULL", Boolean.class)
                || Files.exists(folder.resolve("plain/owned.txt"))
                || calls.stream().anyMatch(call -> call.contains("owned"))
                || mailServer.senders.contains("owned@example.org")
                || !flows.isEmpty("owned");
    }

    static Stream<UnaryOperator<String>> letters() {
        return Stream.of(
                name -> name,
                name -> name.replace("Camel", "CAmel"),
                name -> name.toLowerCase(Locale.ROOT).replace("_dot_", "_DOT_"),
                name -> name.toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("letters")
    void changeNothingOfWhereAFlowBehindAQueueSends(UnaryOperator<String> letters) throws Exception {
        team("");

        for (Protocol protocol : Protocol.values()) {
            send(protocol, "team", all(letters));
        }

        List<Message> next = new ArrayList<>();
        await().until(() -> next.addAll(flows.drain("next")) && next.size() == 2);
        assertThat(isOwned()).isFalse();
        assertThat(flows.jdbc.queryForObject("SELECT count(*) FROM note", Integer.class))
                .isEqualTo(2);
        assertThat(folder.resolve("out/note.txt")).exists();
        assertThat(calls).containsExactly("/right", "/right");
        assertThat(headers.toString()).doesNotContain("Authorization", "Cookie", "owned/html", "JMS", "Jms");
        assertThat(mailServer.mails).hasSize(2).allSatisfy(mail -> {
            assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("finance@example.com");
            assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("tollgate@example.com");
        });
        assertThat(mailServer.senders).containsOnly("tollgate@example.com");
    }

    @ParameterizedTest
    @MethodSource("letters")
    void changeNothingOfWhereAMailGoes(UnaryOperator<String> letters) throws Exception {
        flows.load(Flows.ROUTES);
        Map<String, String> properties = all(letters);
        properties.put("mailTemplate", "invoice-payment-failed");
        properties.put("stripeEventId", "evt_1");

        for (Protocol protocol : Protocol.values()) {
            send(protocol, "stripe.mail", properties);
        }

        await().until(() -> mailServer.mails.size() == 2);
        assertThat(mailServer.mails).allSatisfy(mail -> {
            assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("finance@example.com");
            assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("tollgate@example.com");
        });
        assertThat(mailServer.senders).containsOnly("tollgate@example.com");
        assertThat(isOwned()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("letters")
    void changeNothingOfWhereARefusedMailGoes(UnaryOperator<String> letters) throws Exception {
        mailServer.recipientAnswer = recipient -> {
            throw new RejectException(550, "No such mailbox");
        };
        flows.load(Flows.ROUTES);
        Map<String, String> properties = all(letters);
        properties.put("mailTemplate", "invoice-payment-failed");

        for (Protocol protocol : Protocol.values()) {
            send(protocol, "stripe.mail", properties);
        }

        List<Message> dead = new ArrayList<>();
        await().until(() -> dead.addAll(flows.drain("DLQ.stripe.mail")) && dead.size() == 2);
        assertThat(isOwned()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe.mail", "team", "team?consumerType=Simple"})
    void aJavaObjectIsNotReadAndTakesNoRetry(String flow, CapturedOutput output) throws Exception {
        String queue = flow.split("\\?")[0];
        if (queue.equals("team")) {
            team(flow.substring(queue.length()).replace('?', '&'));
        } else {
            flows.load(Flows.ROUTES);
        }

        try (Connection connection = new ActiveMQConnectionFactory(flows.broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            Message message = session.createObjectMessage(new ArrayList<>(List.of("x")));
            message.setStringProperty("mailTemplate", "invoice-payment-failed");
            session.createProducer(session.createQueue(queue)).send(message);
        }

        assertThat(flows.drain("DLQ." + queue)).singleElement().isInstanceOf(ObjectMessage.class);
        assertThat(output).contains("was moved to DLQ." + queue).doesNotContain("tried again later");
        assertThat(calls).isEmpty();
    }

    @Test
    void aJavaObjectIsNotSent() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("router.camel.yaml"), """
                - route:
                    id: router
                    from:
                      uri: direct:router
                      steps:
                        - setBody: {simple: "${body.length}"}
                        - to: jms:queue:next?jmsMessageType=Object
                """);
        flows.loadUnchecked(routes);

        assertThatThrownBy(() -> flows.route(Flows.event("evt_1", "invoice.paid", "{}")))
                .hasMessageContaining("ObjectMessage");
        assertThat(flows.isEmpty("next")).isTrue();
    }
}
