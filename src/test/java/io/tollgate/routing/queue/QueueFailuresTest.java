package io.tollgate.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.routing.Flows;
import io.tollgate.support.RoutesFolder;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What becomes of a message whose flow fails: it is said, tried again as the flow is set, and kept. */
@ExtendWith(OutputCaptureExtension.class)
class QueueFailuresTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String FLOW = """
            - route:
                id: router
                description: Takes each event to the queue
                from:
                  uri: direct:router
                  steps:
                    - to: {id: to-erp, uri: jms:queue:billing.erp}
            - route:
                id: erp
                description: Calls the ERP
                from:
                  uri: jms:queue:billing.erp%s
                  steps:
                    - to: {id: to-before, uri: jms:queue:billing.before}
                    - to: {id: call-erp, uri: "%s"}
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private final AtomicInteger folders = new AtomicInteger();
    private final List<Long> calls = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile ToIntFunction<HttpExchange> answer = exchange -> status;
    private volatile String retryAfter;
    private volatile String says = "";
    private HttpServer erp;
    private Flows flows;

    @BeforeEach
    void start() throws Exception {
        erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            calls.add(System.nanoTime());
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            int code = answer.applyAsInt(exchange);
            byte[] said = says.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, said.length == 0 ? -1 : said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        erp.start();
        flows = new Flows(directory.resolve("broker"), Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        flows.close();
        erp.stop(0);
    }

    private void load(String options) throws Exception {
        load(options, "http://127.0.0.1:" + erp.getAddress().getPort() + "/");
    }

    private void load(String options, String uri) throws Exception {
        flows.load(RoutesFolder.of(
                directory.resolve("routes-" + folders.incrementAndGet()), FLOW.formatted(options, uri)));
    }

    private void route(String id) throws Exception {
        flows.route(Flows.event(id, "invoice.paid", "{\"id\":\"in_1\",\"note\":\"s3cret\"}"));
    }

    private Message dead() throws Exception {
        return flows.drain("DLQ.billing.erp").get(0);
    }

    @Test
    void eachFailureIsOneLineAndTheLastIsOneToo(CapturedOutput output) throws Exception {
        status = 500;
        load("");
        route("evt_1");

        Message dead = dead();

        assertThat(calls).hasSize(4);
        assertThat(output.getOut().lines().filter(line -> line.contains("evt_1")))
                .hasSize(4)
                .allMatch(line -> line.contains("evt_1 invoice.paid") && line.contains("route erp"))
                .allMatch(line -> line.contains("500") && line.contains("(step call-erp)"))
                .noneMatch(line -> line.contains("s3cret"));
        assertThat(output.getOut().lines().filter(line -> line.contains("evt_1")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("try 1 of 4, again at 20"),
                        line -> assertThat(line).contains("try 2 of 4, again at 20"),
                        line -> assertThat(line).contains("try 3 of 4, again at 20"),
                        line -> assertThat(line).contains("was moved to DLQ.billing.erp", "after 4 tries"));
        assertThat(((TextMessage) dead).getText()).contains("in_1");
        assertThat(dead.getStringProperty("stripeEventId")).isEqualTo("evt_1");
        assertThat(dead.getJMSType()).isEqualTo("invoice.paid");
        assertThat(dead.getStringProperty("dlqDeliveryFailureCause")).contains("after 4 tries", "500", "call-erp");
        assertThat(dead.getLongProperty("originalTimestamp")).isPositive().isLessThan(dead.getJMSTimestamp());
        assertThat(flows.isEmpty("billing.before")).isTrue();
        assertThat(flows.isEmpty("billing.erp")).isTrue();
        assertThat(flows.metrics
                        .get("tollgate.queue.tries")
                        .tags("route", "erp", "result", "failed")
                        .timer()
                        .count())
                .isEqualTo(4);
        assertThat(flows.metrics
                        .get("tollgate.queue.dead.lettered")
                        .tags("route", "erp")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 410, 413, 415, 422})
    void whatNoRetryMendsIsNotTriedAgain(int code) throws Exception {
        status = code;
        load("");
        route("evt_1");

        assertThat(dead().getStringProperty("dlqDeliveryFailureCause")).contains("after 1 try", String.valueOf(code));
        assertThat(calls).hasSize(1);
        assertThat(flows.isEmpty("billing.before")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 408, 429, 503})
    void whatATokenOrADeploymentMendsIsTriedAgain(int code) throws Exception {
        status = code;
        load("");
        route("evt_1");
        await().atMost(SOON).until(() -> calls.size() >= 2);

        status = 200;

        assertThat(flows.drain("billing.before")).hasSize(1);
        assertThat(flows.isEmpty("DLQ.billing.erp")).isTrue();
    }

    @Test
    void aConstraintIsNotTriedAgain() throws Exception {
        flows.jdbc.execute(
                "CREATE SCHEMA IF NOT EXISTS erp; CREATE TABLE erp.bill (id text PRIMARY KEY CHECK (id <> 'evt_1'))");
        load("", "sql:INSERT INTO erp.bill VALUES (:#${header.stripeEventId})?noop=true");
        route("evt_1");

        assertThat(dead().getStringProperty("dlqDeliveryFailureCause")).contains("after 1 try", "23514");
    }

    @Test
    void aServerThatAsksToBeLeftAloneIs() throws Exception {
        status = 429;
        retryAfter = "2";
        load("");
        route("evt_1");
        await().atMost(SOON).until(() -> calls.size() >= 2);

        assertThat(calls.get(1) - calls.get(0))
                .isGreaterThan(Duration.ofMillis(1900).toNanos());
    }

    @Test
    void aFlowHasItsOwnSchedule(CapturedOutput output) throws Exception {
        status = 500;
        load("?redeliveryTimes=1&redeliveryFirst=50ms");
        route("evt_1");

        assertThat(dead().getStringProperty("dlqDeliveryFailureCause")).contains("after 2 tries");
        assertThat(output).contains("try 1 of 2");
        assertThat(calls).hasSize(2);
    }

    /** Saving a file is no try, and does not shorten the wait. */
    @Test
    void aReloadLeavesWhatWaitsAsItIs(CapturedOutput output) throws Exception {
        status = 500;
        load("?redeliveryFirst=6s&redeliveryTimes=2");
        route("evt_1");
        await().atMost(SOON).until(() -> calls.size() == 1);
        for (int reload = 0; reload < 4; reload++) {
            load(
                    "?redeliveryFirst=6s&redeliveryTimes=2",
                    "http://127.0.0.1:" + erp.getAddress().getPort() + "/" + reload);
        }
        await().atMost(SOON).until(() -> calls.size() == 2);

        assertThat(calls.get(1) - calls.get(0))
                .isGreaterThan(Duration.ofMillis(5900).toNanos());
        await().atMost(SOON).untilAsserted(() -> assertThat(output).contains("try 2 of 3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cacheLevelName=CACHE_NONE", "maxConcurrentConsumers=3"})
    void theScheduleHoldsHoweverConsumersAreKept(String option) throws Exception {
        status = 500;
        load("?redeliveryFirst=3s&" + option);
        for (int event = 0; event < 6; event++) {
            route("evt_" + event);
        }
        await().atMost(SOON).until(() -> calls.size() >= 6);
        long first = calls.get(0);
        await().atMost(SOON).until(() -> calls.size() >= 7);

        assertThat(calls.get(6) - first).isGreaterThan(Duration.ofMillis(2900).toNanos());
    }

    /** Not by sleeping on the flow's thread. */
    @Test
    void aServerThatAsksForADayHoldsUpNoOther() throws Exception {
        status = 503;
        retryAfter = "86400";
        load("");
        route("evt_1");
        await().atMost(SOON).until(() -> calls.size() == 1);
        status = 200;
        route("evt_2");

        assertThat(flows.drain("billing.before")).hasSize(1);
        assertThat(calls).hasSize(2);
    }

    /** Each takes longer than its delay, so that one of them is always due. */
    @Test
    void messagesThatFailSlowlyAgainAndAgainLeaveOthersTheirTurn() throws Exception {
        answer = exchange -> {
            boolean bad = exchange.getRequestHeaders().getFirst("stripeEventId").startsWith("evt_bad");
            LockSupport.parkNanos(bad ? 600_000_000 : 0);
            return bad ? 500 : 200;
        };
        load("?redeliveryFirst=50ms&redeliveryLongest=50ms&redeliveryTimes=200");
        for (int bad = 0; bad < 4; bad++) {
            route("evt_bad" + bad);
        }
        await().atMost(SOON).until(() -> calls.size() >= 5);
        for (int good = 0; good < 20; good++) {
            route("evt_good" + good);
        }
        int before = calls.size();

        await().atMost(SOON).until(() -> flows.broker.depth("billing.before") == 20);
        assertThat(calls.size() - before - 20).as("retries meanwhile").isLessThan(6);
    }

    @Test
    void aMessageThatWaitsHoldsUpNoOther() throws Exception {
        status = 500;
        retryAfter = "3600";
        load("");
        route("evt_1");
        await().atMost(SOON).until(() -> calls.size() == 1);
        status = 200;
        route("evt_2");

        assertThat(flows.drain("billing.before")).hasSize(1);
    }

    private void store(String id) {
        flows.jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at, settled_at, status)
                VALUES (?, 'invoice.paid', 'default', '{}', now(), now(), now(), 'ROUTED')""", id);
    }

    private List<String> noted() {
        return flows.jdbc.queryForList(
                "SELECT event_id || ' ' || route || ' ' || queue || ' ' || tries FROM tollgate.queue_failure",
                String.class);
    }

    @Test
    void whatFailsIsNotedUntilItIsDone() throws Exception {
        status = 500;
        load("?redeliveryFirst=1s&redeliveryTimes=20&redeliveryLongest=1s");
        store("evt_1");
        route("evt_1");
        route("evt_of_no_inbox");
        await().atMost(SOON).until(() -> noted().contains("evt_1 erp billing.erp 2"));
        assertThat(noted()).hasSize(1);
        assertThat(flows.jdbc.queryForMap("SELECT * FROM tollgate.queue_failure"))
                .hasEntrySatisfying(
                        "reason",
                        reason -> assertThat((String) reason)
                                .contains("500", "call-erp")
                                .doesNotContain("s3cret"));

        status = 200;
        await().atMost(SOON).until(() -> noted().isEmpty());
        assertThat(flows.drain("billing.before")).hasSize(2);
    }

    /** After a restart of the gateway nobody remembers it but the broker, by its count. */
    @Test
    void whatFailedBeforeARestartIsForgottenOnceItIsDone() throws Exception {
        status = 500;
        load("?redeliveryFirst=300s&redeliveryTimes=20&redeliveryLongest=300s");
        store("evt_1");
        route("evt_1");
        await().atMost(SOON).until(() -> !noted().isEmpty());

        status = 200;
        flows.router.use(null).close();
        try (jakarta.jms.Connection connection = flows.factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Message waiting = (Message) session.createBrowser(session.createQueue("billing.erp"))
                    .getEnumeration()
                    .nextElement();
            flows.queues.retries().remove(waiting.getJMSMessageID());
        }
        load("");

        assertThat(flows.drain("billing.before")).hasSize(1);
        await().atMost(SOON).until(() -> noted().isEmpty());
    }

    @Test
    void whatSucceedsAtOnceIsNotWritten() throws Exception {
        flows.jdbc.execute("""
                INSERT INTO tollgate.queue_failure VALUES
                ('evt_1', 'ID:another', 'erp', 'billing.erp', 1, now(), now(), now(), 'left by a crash')""");
        load("");
        store("evt_1");
        route("evt_1");

        assertThat(flows.drain("billing.before")).hasSize(1);
        flows.failedTries.close();
        assertThat(noted()).hasSize(1);
    }

    /** Failures cannot be noted; the flow does not notice. */
    @ParameterizedTest
    @ValueSource(strings = {"ALTER TABLE tollgate.queue_failure RENAME TO gone", "LOCK TABLE tollgate.queue_failure"})
    void aFlowDoesNotWaitForWhatIsNoted(String trouble) throws Exception {
        load("?redeliveryFirst=50ms&redeliveryLongest=50ms&redeliveryTimes=50");
        status = 500;
        store("evt_1");
        try (Connection other = flows.dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(trouble.startsWith("ALTER"));
            statement.execute(trouble);
            route("evt_1");
            await().atMost(SOON).until(() -> calls.size() >= 5);
            status = 200;
            assertThat(flows.drain("billing.before")).hasSize(1);
            other.setAutoCommit(true);
        }
    }

    /** It may echo the payload: so it is with the payload, and nowhere else. */
    @Test
    void whatTheOtherSideSaidIsWithTheDeadMessageOnly(CapturedOutput output) throws Exception {
        status = 422;
        says = "{\"message\":\"s3cret has no\u001b[2J customer\"}\n" + "x".repeat(600);
        load("");
        route("evt_1");

        Message dead = dead();
        assertThat(dead.getStringProperty("dlqResponse"))
                .startsWith("{\"message\":\"s3cret has no\\u001b[2J customer\"}\\nxxx")
                .hasSize(500);
        assertThat(dead.getStringProperty("dlqDeliveryFailureCause"))
                .contains("422")
                .doesNotContain("customer");
        assertThat(output).doesNotContain("s3cret").doesNotContain("has no");
    }

    @Test
    void theLastResponseOfManyTriesIsTheOneThatIsKept() throws Exception {
        status = 503;
        answer = exchange -> {
            says = "answer " + calls.size();
            return status;
        };
        load("?redeliveryTimes=2&redeliveryFirst=50ms");
        route("evt_1");

        assertThat(dead().getStringProperty("dlqResponse")).isEqualTo("answer 3");
    }

    @Test
    void whereNothingWasSaidThereIsNoProperty() throws Exception {
        status = 422;
        load("");
        route("evt_1");

        assertThat(dead().propertyExists("dlqResponse")).isFalse();
    }
}
