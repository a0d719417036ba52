package io.tollgate.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.routing.Flows;
import io.tollgate.routing.RouteSet;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.support.RoutesFolder;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows that start at a queue, as a team writes them: without a word about transactions. */
class QueueFlowsTest {
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
                    - process: {id: call, ref: call}
                    - to: {id: to-done, uri: jms:queue:billing.done}
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private final AtomicInteger calls = new AtomicInteger();
    private volatile int failures;
    private Flows flows;

    @BeforeEach
    void start() throws Exception {
        flows = new Flows(directory.resolve("broker"), Map.of());
        flows.bean("call", (Processor) exchange -> {
            if (calls.incrementAndGet() <= failures) {
                throw new IllegalStateException("The ERP is away");
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        flows.close();
    }

    private void load(String options) throws Exception {
        flows.load(RoutesFolder.of(directory.resolve("routes"), FLOW.formatted(options)));
    }

    private void route(String id) throws Exception {
        flows.route(Flows.event(id, "invoice.paid", "{\"id\":\"in_1\"}"));
    }

    @Test
    void aMessageWhoseFlowFailsIsTakenAgain() throws Exception {
        failures = 1;
        load("");
        route("evt_1");

        List<Message> done = flows.drain("billing.done");

        assertThat(done).hasSize(1);
        assertThat(done.get(0).getStringProperty("stripeEventId")).isEqualTo("evt_1");
        assertThat(((TextMessage) done.get(0)).getText()).contains("in_1");
        assertThat(calls).hasValue(2);
    }

    @Test
    void aMessageWhoseFlowFailsForGoodIsInTheDeadLetterQueue() throws Exception {
        failures = Integer.MAX_VALUE;
        load("");
        route("evt_1");

        await().atMost(Duration.ofSeconds(20)).until(() -> flows.broker.depth("DLQ.billing.erp") == 1);
        assertThat(flows.isEmpty("billing.done")).isTrue();
    }

    @Test
    void whoWantsItMayLoseIt() throws Exception {
        failures = 1;
        load("?transacted=false");
        route("evt_1");

        await().until(() -> calls.get() == 1);
        assertThat(flows.isEmpty("billing.erp")).isTrue();
        assertThat(flows.isEmpty("billing.done")).isTrue();
    }

    /** A send of the relay's own flows commits with the relay, whatever the queue's consumers do. */
    @Test
    void whatTheRelaySendsIsNotThereBeforeItCommits() throws Exception {
        load("?autoStartup=false");

        flows.routeAndRollBack(Flows.event("evt_1", "invoice.paid", "{}"));

        assertThat(flows.isEmpty("billing.erp")).isTrue();
    }

    /** The check warns of a step exactly when a message is lost in it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "- aggregate: {id: a, correlationExpression: {constant: x}, completionSize: 1, aggregationStrategy: last, steps: [CALL]}",
                "- resequence: {id: r, batchConfig: {batchTimeout: 100}, expression: {simple: '${body}'}, steps: [CALL]}",
                "- to: {id: s, uri: seda:other}",
                "- toD: {id: s, uri: 'seda:${header.stripeEndpoint}'}"
            })
    void whatGoesOnAfterTheCommitIsLost(String step) throws Exception {
        assertThat(warnings(step)).containsExactly("after-commit");
        assertThat(triesOf(step)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- threads: {id: t}\n        CALL",
                "- delay: {id: d, constant: 10}\n        CALL",
                "- multicast: {id: m, parallelProcessing: true, steps: [CALL]}",
                "- to: {id: o, uri: direct:other}",
                "- enrich: {id: e, constant: 'direct:other'}"
            })
    void whatIsWaitedForIsNot(String step) throws Exception {
        assertThat(warnings(step)).isEmpty();
        assertThat(triesOf(step)).isEqualTo(2);
    }

    @Test
    void whoMayLoseItIsTold() throws Exception {
        Path folder = RoutesFolder.of(directory.resolve("routes"), FLOW.formatted("?transacted=false"));

        assertThat(warnings(folder)).containsExactly("untransacted-consumer");
    }

    private static String with(String step) {
        String other = """
            - route:
                id: other
                description: Calls the ERP too
                from:
                  uri: NAME
                  steps:
                    - process: {id: call-too, ref: call}
            """;
        return FLOW.formatted("")
                        .replace(
                                "- process: {id: call, ref: call}",
                                step.replace("CALL", "{process: {id: call, ref: call}}")
                                        .replace(
                                                "        {process: {id: call, ref: call}}",
                                                "        - process: {id: call, ref: call}"))
                        .replaceFirst("(?m)^ *- to: \\{id: to-done.*\n", "")
                + (step.contains("seda:")
                        ? other.replace("NAME", "seda:" + (step.contains("$") ? "default" : "other"))
                        : "")
                + (step.contains("direct:") ? other.replace("NAME", "direct:other") : "");
    }

    private List<String> warnings(String step) throws Exception {
        return warnings(RoutesFolder.of(directory.resolve("routes"), with(step)));
    }

    private List<String> warnings(Path folder) throws Exception {
        flows.bean("last", new UseLatestAggregationStrategy());
        try (RouteSet routes = flows.loader.build(RouteSetLoader.snapshot(folder), folder)) {
            return routes.warnings().stream()
                    .map(finding -> finding.rule().id())
                    .toList();
        }
    }

    /** Whose first one fails. */
    private int triesOf(String step) throws Exception {
        failures = 1;
        flows.load(RoutesFolder.of(directory.resolve("routes"), with(step)));
        route("evt_1");
        await().until(() -> calls.get() >= 1);
        await().until(() -> flows.broker.depth("billing.erp") == 0);
        return calls.get();
    }
}
