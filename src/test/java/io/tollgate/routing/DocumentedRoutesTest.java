package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.docs.Page;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.RoutesFolder;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Does what the pages tell their reader to do, with the very text they show. */
@ExtendWith(OutputCaptureExtension.class)
class DocumentedRoutesTest {
    private static final Page ROUTES_PAGE = Page.read("docs/routes.md");
    private static final String A_WHEN = "a when of routes/router.camel.yaml";

    @TempDir
    Path directory;

    private final List<HttpExchange> calls = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private HttpServer erp;
    private Path folder;
    private Flows flows;

    @BeforeEach
    void start() throws Exception {
        folder = copyOf(Path.of("routes"), directory.resolve("routes"));
        erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.createContext("/invoices", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            calls.add(exchange);
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        erp.start();
        Map<String, Object> settings = Map.of(
                "tollgate.routes",
                folder.toString(),
                "tollgate.data",
                directory.toString(),
                "erp.address",
                "127.0.0.1:" + erp.getAddress().getPort() + "/invoices");
        flows = new Flows(directory.resolve("broker"), settings);
    }

    @AfterEach
    void stop() throws Exception {
        flows.close();
        erp.stop(0);
    }

    @Test
    void theFlowOfTheWalkThroughWritesItsTableAndSendsToItsQueues() throws Exception {
        followRoutesPage();

        List<String> reached = flows.route(Flows.event(
                "evt_1",
                "credit_note.created",
                "{\"id\":\"cn_1\",\"object\":\"credit_note\",\"amount\":500,\"currency\":\"usd\"}"));

        assertThat(reached)
                .containsExactly("sql:to-credit-note", "jms:queue:stripe.credit-notes", "jms:queue:stripe.mail");
        assertThat(ROUTES_PAGE.text()).contains("routed to " + reached);
        assertThat(flows.jdbc.queryForMap("SELECT * FROM stripe.credit_note"))
                .containsEntry("id", "cn_1")
                .containsEntry("amount", 500L);
        assertThat(flows.drain("stripe.credit-notes")).hasSize(1);
    }

    @Test
    void theFilterOfThePageLetsLargeLivePaymentsThroughOnly() throws Exception {
        followRoutesPage();

        for (String amount : List.of("999999", "1000000")) {
            flows.route(Flows.event("evt_" + amount, "payment_intent.succeeded", "{\"amount\":" + amount + "}"));
        }
        flows.route(live(Flows.event("evt_small", "payment_intent.succeeded", "{\"amount\":999999}")));
        flows.route(live(Flows.event("evt_large", "payment_intent.succeeded", "{\"amount\":1000000}")));

        assertThat(flows.drain("stripe.payments.large"))
                .extracting(Message::getJMSCorrelationID)
                .containsExactly("evt_large");
        assertThat(flows.drain("stripe.payments.succeeded")).hasSize(4);
    }

    @Test
    void whatThePageShowsIsStrict() throws Exception {
        followRoutesPage();

        assertThat(OfflineRoutes.check(folder, new String[] {
                    "--tollgate.routes.strict=true",
                    "--tollgate.data=" + directory,
                    "--erp.address=erp.example.com/invoices"
                }))
                .isEmpty();
    }

    @Test
    void theFlowBehindAQueueKeepsAFile() throws Exception {
        followRoutesPage();
        Path flow = folder.resolve("credit-note-created.camel.yaml");
        String toArchive = "        - to: { id: to-credit-notes-archive, uri: jms, parameters: "
                + "{ destinationType: queue, destinationName: stripe.credit-notes.archive } }\n";
        Files.writeString(flow, Files.readString(flow) + toArchive);
        flows.load(folder);

        flows.route(Flows.event(
                "evt_1",
                "credit_note.created",
                "{\"id\":\"cn_1\",\"object\":\"credit_note\",\"amount\":500,\"currency\":\"usd\"}"));

        Path file = directory.resolve("archive").resolve("evt_1.json");
        await().untilAsserted(() -> assertThat(file).content().contains("\"id\":\"evt_1\""));
    }

    /** Over http, since the server of this test has no certificate. */
    @Test
    void theFlowThatCallsAnApiPostsWhatIsJsonOnceAnEvent() throws Exception {
        followRoutesPage();
        Path flow = folder.resolve("erp.camel.yaml");
        Files.writeString(flow, Files.readString(flow).replace("uri: https", "uri: http"));
        flows.load(folder);
        String invoice =
                "{\"id\":\"in_1\",\"customer_name\":\"Zo\u00eb \\\"Z\\\"\\n\",\"amount_paid\":12500,\"note\":\"s3cret\"}";

        flows.route(Flows.event("evt_1", "invoice.paid", invoice));
        flows.route(Flows.event("evt_1", "invoice.paid", invoice));
        flows.route(Flows.event("evt_2", "invoice.paid", invoice));

        await().until(() -> bodies.size() == 2);
        assertThat(new ObjectMapper().readTree(bodies.get(0)))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"event\":\"evt_1\",\"invoice\":\"in_1\",\"customer\":\"Zo\u00eb \\\"Z\\\"\\n\","
                                + "\"amount\":12500,\"currency\":null}"));
        assertThat(calls)
                .extracting(call -> call.getRequestMethod() + " "
                        + call.getRequestHeaders().getFirst("Content-Type") + " "
                        + call.getRequestHeaders().getFirst("Idempotency-Key"))
                .containsExactly("POST application/json evt_1", "POST application/json evt_2");
    }

    @Test
    void whatAServerAnswersIsLoggedWhereThePageSaysSo(CapturedOutput output) throws Exception {
        HttpServer erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.createContext("/", exchange -> {
            byte[] said = "{\"message\":\"no such customer\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(422, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        erp.start();
        try {
            flows.load(folderOf("""
                    - route:
                        id: router
                        description: Takes each event to the queue
                        from: {uri: "direct:router", steps: [to: {id: to-erp, uri: "jms:queue:billing.erp"}]}
                    - route:
                        id: erp
                        description: Calls the ERP
                        routeConfigurationId: log-answers
                        from:
                          uri: jms:queue:billing.erp
                          steps:
                            - to: {id: call-erp, uri: "http://127.0.0.1:%d/"}
                    """.formatted(erp.getAddress().getPort()), "routes/log-answers.camel.yaml"));

            flows.route(Flows.event("evt_1", "invoice.paid", "{}"));

            Message dead = flows.drain("DLQ.billing.erp").get(0);
            assertThat(dead.getStringProperty("dlqResponse")).isEqualTo("{\"message\":\"no such customer\"}");
            assertThat(output.getOut().lines().filter(line -> line.contains("no such customer")))
                    .singleElement()
                    .asString()
                    .contains("WARN", "flow.erp evt_1 422: {\"message\":\"no such customer\"}");
        } finally {
            erp.stop(0);
        }
    }

    private Path folderOf(String flow, String block) throws IOException {
        Path own = RoutesFolder.of(directory.resolve("own"), flow);
        Files.writeString(own.resolve(Path.of(block).getFileName()), ROUTES_PAGE.block(block));
        return own;
    }

    @Test
    void theStepOfTheTourSendsFailedInvoicesToAQueueAsTheyCame() throws Exception {
        String step = Page.read("README.md").block("at the end of routes/invoice-payment-failed.camel.yaml");
        Path flow = folder.resolve("invoice-payment-failed.camel.yaml");
        Files.writeString(flow, Files.readString(flow) + step);
        flows.load(folder);

        flows.route(Flows.event("evt_1", "invoice.payment_failed", "{\"id\":\"in_1\",\"object\":\"invoice\"}"));

        List<Message> messages = flows.drain("accounting.invoices");
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0).propertyExists("mailTemplate")).isFalse();
    }

    private void followRoutesPage() throws Exception {
        for (Map.Entry<String, String> block : ROUTES_PAGE.blocks().entrySet()) {
            if (!block.getKey().equals(A_WHEN)) {
                Files.writeString(directory.resolve(block.getKey()), block.getValue());
            }
        }
        Path router = folder.resolve("router.camel.yaml");
        String otherwise = "            otherwise:";
        Files.writeString(router, Files.readString(router).replace(otherwise, ROUTES_PAGE.block(A_WHEN) + otherwise));
        new FlowTables(flows.dataSource, FlowRole.GATEWAYS).apply(folder, List.of());
        flows.load(folder);
    }

    private static VerifiedEvent live(VerifiedEvent event) {
        return new VerifiedEvent(
                event.id(),
                event.type(),
                event.endpoint(),
                true,
                event.created(),
                event.apiVersion(),
                event.account(),
                event.objectId(),
                event.payload(),
                event.receivedAt());
    }

    private static Path copyOf(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return to;
    }
}
