package io.tollgate.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.inbox.DoneEvents;
import io.tollgate.routing.Flows;
import io.tollgate.support.RoutesFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A flow behind a queue that does its work once an event: it is remembered after its success, and not before. */
@ExtendWith(OutputCaptureExtension.class)
class DoneOnceTest {
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
                description: Calls the ERP once
                from:
                  uri: jms:queue:billing.erp
                  steps:
                    - idempotentConsumer:
                        id: once
                        header: stripeEventId
                        idempotentRepository: doneEvents
                        OPTIONS
                        steps:
                          - process: {id: call, ref: call}
                          INSIDE
                    - process: {id: after, ref: after}
                    - to: {id: to-done, uri: jms:queue:billing.done}
            """;

    private static final String PARALLEL = """
            - route:
                id: router
                description: Takes each event to the queue
                from:
                  uri: direct:router
                  steps:
                    - to: {id: to-erp, uri: jms:queue:billing.erp}
            - route:
                id: erp
                description: Calls the ERP once, beside others
                from:
                  uri: jms:queue:billing.erp
                  steps:
                    - multicast:
                        id: m
                        parallelProcessing: true
                        steps:
                          - idempotentConsumer:
                              id: once
                              header: stripeEventId
                              idempotentRepository: doneEvents
                              eager: false
                              steps:
                                - process: {id: call, ref: call}
                    - process: {id: after, ref: after}
                    - to: {id: to-done, uri: jms:queue:billing.done}
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile int failures;
    private volatile int laterFailures;
    private Flows flows;

    @BeforeEach
    void start() throws Exception {
        flows = new Flows(directory.resolve("broker"), Map.of());
        flows.bean("call", (Processor) exchange -> {
            calls.add(exchange.getMessage().getHeader("stripeEventId", String.class));
            if (failures-- > 0) {
                throw new IllegalStateException("The ERP is away");
            }
        });
        flows.bean("after", (Processor) exchange -> {
            if (laterFailures-- > 0) {
                throw new IllegalStateException("Something later");
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        flows.close();
    }

    private void load(String options, String inside) throws Exception {
        flows.load(RoutesFolder.of(
                directory.resolve("routes"), FLOW.replace("OPTIONS", options).replace("INSIDE", inside)));
    }

    private void route(String id) throws Exception {
        flows.route(Flows.event(id, "invoice.paid", "{\"id\":\"in_1\"}"));
    }

    /** Whatever the step says of the time. */
    @ParameterizedTest
    @CsvSource({"eager: true", "eager: false", "completionEager: true", "removeOnFailure: false"})
    void aCallThatFailsIsMadeAgainAndOneThatSucceededIsNot(String options, CapturedOutput output) throws Exception {
        failures = 1;
        load(options, "");
        route("evt_1");
        assertThat(flows.drain("billing.done")).hasSize(1);
        assertThat(calls).containsExactly("evt_1", "evt_1");
        await().until(() -> !flows.doneEvents.of("evt_1").isEmpty());

        route("evt_1");
        route("evt_2");

        assertThat(flows.drain("billing.done")).hasSize(2);
        assertThat(calls).containsExactly("evt_1", "evt_1", "evt_2");
        assertThat(output).contains("evt_1 is done in route erp at step once since");
    }

    /** A key of the event's own, such as an order number in its metadata, is any text. */
    @ParameterizedTest
    @CsvSource({"eager: true", "eager: false", "completionEager: true"})
    void aKeyThatNoDatabaseStoresIsRemembered(String options) throws Exception {
        flows.load(RoutesFolder.of(
                directory.resolve("routes"),
                FLOW.replace("header: stripeEventId", "constant: {expression: \"order \\0 1\"}")
                        .replace("OPTIONS", options)
                        .replace("INSIDE", "")));
        route("evt_1");
        assertThat(flows.drain("billing.done")).hasSize(1);
        await().until(() -> !flows.doneEvents.of("evt_1").isEmpty());

        route("evt_1");

        assertThat(flows.drain("billing.done")).hasSize(1);
        assertThat(calls).containsExactly("evt_1");
    }

    @Test
    void withAgainItIsMadeAgain() throws Exception {
        load("completionEager: true", "");
        route("evt_1");
        assertThat(flows.drain("billing.done")).hasSize(1);

        flows.doneEvents.forget(List.of("evt_1"));
        route("evt_1");

        assertThat(flows.drain("billing.done")).hasSize(1);
        assertThat(calls).containsExactly("evt_1", "evt_1");
    }

    /** With {@code completionEager} what comes behind the step may fail as often as it will. */
    @Test
    void aLaterStepThatFailsRepeatsNoCall() throws Exception {
        laterFailures = 2;
        load("completionEager: true", "");
        route("evt_1");

        assertThat(flows.drain("billing.done")).hasSize(1);
        assertThat(calls).containsExactly("evt_1");
    }

    /** Without it the mark waits for the message's commit, so that what the step has sent is not lost with a rollback. */
    @Test
    void whatTheStepHasSentIsNotLost() throws Exception {
        laterFailures = 1;
        load("eager: false", "- to: {id: to-inside, uri: jms:queue:billing.inside}");
        route("evt_1");

        assertThat(flows.drain("billing.done")).hasSize(1);
        assertThat(flows.drain("billing.inside")).hasSize(1);
        assertThat(calls).hasSize(2);
    }

    /** Each step is for itself, those in each other too. */
    @Test
    void severalStepsOfARouteDoTheirOwn() throws Exception {
        laterFailures = 1;
        load("completionEager: true", """
                - idempotentConsumer:
                                        id: inner
                                        header: stripeEventId
                                        idempotentRepository: doneEvents
                                        completionEager: true
                                        steps:
                                          - process: {id: call-inner, ref: call}
                """.strip());
        route("evt_1");

        assertThat(flows.drain("billing.done")).hasSize(1);
        assertThat(calls).hasSize(2);
        assertThat(flows.doneEvents.of("evt_1"))
                .extracting(DoneEvents.Done::step)
                .containsExactlyInAnyOrder("once", "inner");
    }

    /** A part of a message that goes on with another thread is no message that is done. */
    @Test
    void aParallelPartIsNotedWithItsMessage() throws Exception {
        laterFailures = 1;
        flows.load(RoutesFolder.of(directory.resolve("routes"), PARALLEL));
        route("evt_1");

        assertThat(flows.drain("billing.done")).hasSize(1);
        assertThat(calls).hasSize(2);
    }

    @Test
    void aDatabaseThatIsAwayLosesNothing(CapturedOutput output) throws Exception {
        flows.jdbc.execute("ALTER TABLE tollgate.done_event RENAME TO gone");
        load("completionEager: true", "");
        route("evt_1");
        await().atMost(Duration.ofSeconds(20)).until(() -> output.getOut().contains("failed in route erp, try 1"));

        flows.jdbc.execute("ALTER TABLE tollgate.gone RENAME TO done_event");

        assertThat(flows.drain("billing.done")).hasSize(1);
        assertThat(calls).containsExactly("evt_1");
    }
}
