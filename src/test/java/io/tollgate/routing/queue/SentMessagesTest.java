package io.tollgate.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.routing.Flows;
import io.tollgate.support.RoutesFolder;
import io.tollgate.text.Reason;
import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a flow's {@code jms:} sends is text with the contract's properties, or a failure that says why. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SentMessagesTest {
    private static final String OBJECT =
            "{\"id\":\"in_1\",\"amount_paid\":1200,\"name\":\"Zoë\",\"lines\":[1,2],\"paid\":true}";
    private static final String UNMARSHAL = "- unmarshal: {id: read, json: {}, variableReceive: event}\n";
    private static final List<String> CONTRACT = List.of(
            "stripeContract",
            "stripeEventId",
            "stripeEventType",
            "stripeEndpoint",
            "stripeLivemode",
            "stripeCreated",
            "stripeApiVersion",
            "stripeObjectId");

    private Path directory;
    private Flows flows;
    private final AtomicInteger folders = new AtomicInteger();

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        this.directory = directory;
        flows = new Flows(directory.resolve("broker"), Map.of());
        flows.bean("latin", (Processor) e -> e.getMessage().setBody(new byte[] {'Z', 'o', (byte) 0xeb}));
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
    }

    private void load(String steps) throws Exception {
        load(steps, "");
    }

    private void load(String steps, String queueFlow) throws Exception {
        String router = """
                - route:
                    id: router
                    description: Sends it
                    from:
                      uri: direct:router
                      steps:
                """ + (UNMARSHAL + steps).indent(8);
        flows.load(RoutesFolder.of(directory.resolve("routes-" + folders.incrementAndGet()), router + queueFlow));
    }

    private Message sent(String steps) throws Exception {
        load(steps + "- to: {id: to-x, uri: jms:queue:x}\n");
        flows.route(Flows.event("evt_1", "invoice.paid", OBJECT));
        List<Message> sent = flows.drain("x");
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }

    private void refused(String steps, String sentence) throws Exception {
        load(steps);
        assertThatThrownBy(() -> flows.route(Flows.event("evt_1", "invoice.paid", OBJECT)))
                .as(steps)
                .satisfies(e -> assertThat(Reason.of(e)).contains(sentence).endsWith("(step to-x)"));
        assertThat(flows.isEmpty("x")).isTrue();
    }

    private void refusedBody(String step, String sentence) throws Exception {
        refused(step + "- to: {id: to-x, uri: jms:queue:x}\n", sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- setBody: {id: b, variable: event}\n",
                "- setBody: {id: b, simple: '${variable.event[data][object]}'}\n",
                "- unmarshal: {id: b, json: {}}\n"
            })
    void aMapIsNotSent(String step) throws Exception {
        refusedBody(step, "A Map is no text: marshal it to json before");
    }

    @Test
    void whatIsNoTextIsNotSent() throws Exception {
        refusedBody("- setBody: {id: b, simple: '${variable.event[data][object][lines]}'}\n", "A List is no text");
        refusedBody("- setBody: {id: b, simple: '${variable.event[data][object][amount_paid]}'}\n", "type Integer");
        refusedBody("- setBody: {id: b, simple: '${variable.event[data][object][paid]}'}\n", "type Boolean");
        refusedBody("- setBody: {id: b, simple: '${null}'}\n", "A body that is null");
        refusedBody("- to: {id: b, uri: 'sql:SELECT 1 AS one'}\n", "A List is no text");
        refusedBody("- to: {id: b, uri: 'sql:SELECT 1 AS one, 2 AS two?outputType=SelectOne'}\n", "A Map is no text");
        refusedBody("- process: {id: b, ref: latin}\n", "The bytes are no text in UTF-8");
    }

    @Test
    void theSameHoldsForEachStepThatSends() throws Exception {
        String map = "- setBody: {id: b, variable: event}\n";
        refused(map + "- toD: {id: to-x, uri: 'jms:queue:${header.stripeEndpoint}'}\n", "A Map is no text");
        load(map + "- recipientList: {id: to-x, constant: 'jms:queue:x'}\n");
        assertThatThrownBy(() -> flows.route(Flows.event("evt_1", "invoice.paid", OBJECT)))
                .satisfies(e -> assertThat(Reason.of(e)).startsWith("UnsendableMessage: A Map"));
        refused("- to: {id: to-x, uri: jms:queue:x, variableSend: event}\n", "A Map is no text");
    }

    @Test
    void whatIsMarshalledArrivesAsText() throws Exception {
        String object = "- setBody: {id: b, simple: '${variable.event[data][object]}'}\n";
        Message message = sent(object + "- marshal: {id: m, json: {}}\n");
        assertThat(((TextMessage) message).getText()).isEqualTo(OBJECT);
        Message number = sent("- setBody: {id: b, simple: '${variable.event[data][object][amount_paid]}'}\n"
                + "- convertBodyTo: {id: c, type: String}\n");
        assertThat(((TextMessage) number).getText()).isEqualTo("1200");
    }

    /** In a set that was loaded as each one is. */
    @Test
    void whatIsMissingInTheEventIsNull() throws Exception {
        Message message =
                sent("- setHeader: {id: h, name: x, simple: 'p=${variable.event[data][object][parent][x][y]}'}\n");
        assertThat(message.getStringProperty("x")).isEqualTo("p=");
    }

    @Test
    void aStepThatNamesItsTypeGetsIt() throws Exception {
        load("- to: {id: to-x, uri: 'jms:queue:x?jmsMessageType=Bytes'}\n");
        flows.route(Flows.event("evt_1", "invoice.paid", OBJECT));
        assertThat(flows.drain("x")).singleElement().isInstanceOf(BytesMessage.class);
        assertThat(sent("- setHeader: {id: h, name: CamelJmsMessageType, constant: Bytes}\n"))
                .isInstanceOf(BytesMessage.class);
    }

    @Test
    void theContractGoesOutWhateverTheFlowHasRemoved() throws Exception {
        for (String step : List.of(
                "- removeHeaders: {id: r, pattern: '*'}\n",
                "- removeHeader: {id: r, name: stripeEventId}\n",
                "- to: {id: r, uri: 'sql:SELECT 1 AS one'}\n- setBody: {id: b, constant: x}\n",
                "")) {
            Message message = sent(step);
            for (String name : CONTRACT) {
                assertThat(message.propertyExists(name)).as(name + step).isTrue();
            }
            assertThat(message.getIntProperty("stripeContract")).isEqualTo(1);
            assertThat(message.getStringProperty("stripeEventId")).isEqualTo("evt_1");
            assertThat(message.getLongProperty("stripeCreated")).isEqualTo(1767225600L);
            assertThat(message.getBooleanProperty("stripeLivemode")).isFalse();
            assertThat(message.propertyExists("stripeAccount")).isFalse();
            assertThat(message.getJMSType()).isEqualTo("invoice.paid");
            assertThat(message.getJMSCorrelationID()).isEqualTo("evt_1");
        }
    }

    @Test
    void behindAQueueTheSameHolds() throws Exception {
        load("- to: {id: to-in, uri: jms:queue:in}\n", """
                - route:
                    id: behind
                    description: Sends it on
                    from:
                      uri: jms:queue:in
                      steps:
                        - removeHeaders: {id: r, pattern: '*'}
                        - choice:
                            id: c
                            when:
                              - simple: "${body} contains 'in_map'"
                                id: w
                                steps:
                                  - unmarshal: {id: u, json: {}}
                        - split:
                            id: s
                            constant: one
                            steps:
                              - to: {id: to-x, uri: jms:queue:x}
                """);
        flows.route(Flows.event("evt_1", "invoice.paid", OBJECT));
        Message message = flows.drain("x").get(0);
        assertThat(message.getStringProperty("stripeEventId")).isEqualTo("evt_1");
        assertThat(message.getJMSType()).isEqualTo("invoice.paid");
        assertThat(message.getIntProperty("stripeContract")).isEqualTo(1);
    }

    /** Bytes that another program has sent are sent on as text, whether the flow has looked at them or not. */
    @Test
    void bytesOfAnotherProgramAreSentOnAsText() throws Exception {
        load("- to: {id: to-other, uri: jms:queue:other}\n", """
                - route:
                    id: behind
                    description: Sends it on
                    from:
                      uri: jms:queue:bytes
                      steps:
                        - to: {id: to-x, uri: jms:queue:x}
                """);
        try (var connection = new ActiveMQConnectionFactory(flows.broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes("Zoë".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            session.createProducer(session.createQueue("bytes")).send(bytes);
        }
        assertThat(((TextMessage) flows.drain("x").get(0)).getText()).isEqualTo("Zoë");
    }

    @Test
    void aHeaderThatJmsCannotCarryIsNotSent() throws Exception {
        String send = "- to: {id: to-x, uri: jms:queue:x}\n";
        for (String name : List.of("X-Order-Id", "order.id", "order id", "1st", "in", "NULL")) {
            refused("- setHeader: {id: h, name: '" + name + "', constant: '7'}\n" + send, "of the name " + name);
        }
        refused(
                "- setHeaders: {id: h, headers: [{name: lines, simple: '${variable.event[data][object][lines]}'}]}\n"
                        + send,
                "The header lines is no text, number or boolean");
        refused("- setHeader: {id: h, name: object, variable: event}\n" + send, "The header object is no text");
        Message message = sent(
                "- setHeader: {id: h, name: orderId, constant: '7'}\n"
                        + "- setHeader: {id: g, name: amount, simple: '${variable.event[data][object][amount_paid]}'}\n"
                        + "- setHeader: {id: i, name: X-Kept-Here, constant: '7'}\n- removeHeader: {id: j, name: X-Kept-Here}\n");
        assertThat(message.getStringProperty("orderId")).isEqualTo("7");
        assertThat(message.getIntProperty("amount")).isEqualTo(1200);
    }
}
