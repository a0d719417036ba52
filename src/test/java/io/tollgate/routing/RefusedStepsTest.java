package io.tollgate.routing;

import static io.tollgate.routing.Flows.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.mail.TestMailbox;
import io.tollgate.support.RoutesFolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each refused step: that a set with it does not load, and what it would break if it did. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedStepsTest {
    private final GreenMail mail = new GreenMail(TestMailbox.setup("smtp"));
    private Flows flows;
    private Path directory;
    private int folders;

    /** A set whose flow has the refused step {@code bad}, and a word of the sentence that refuses it. */
    private record Step(String name, String word, String yaml) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String SEND = "- to: {uri: 'jms:queue:sink'}";
    private static final String FAIL =
            "- throwException: {exceptionType: java.lang.IllegalStateException, message: no}";
    private static final String LOG = "- log: {message: noted}";

    private static String flow(String... steps) {
        return route("direct:router", "router", steps);
    }

    private static String route(String from, String id, String... steps) {
        return "- route:\n    id: %s\n    from:\n      uri: %s\n      steps:\n".formatted(id, from)
                + String.join("\n", steps).indent(8);
    }

    /** A step with parameters and steps inside it. */
    private static String step(String name, List<String> parameters, String... inner) {
        String steps =
                inner.length == 0 ? "" : "steps:\n" + String.join("\n", inner).indent(2);
        return "- " + name + ":\n" + (String.join("\n", parameters) + "\n" + steps).indent(4);
    }

    private static String to(String uri) {
        return "- to: {id: bad, uri: \"" + uri + "\"}";
    }

    private static final String ON_TEXT = "constant: {expression: 'x'}";

    /** After a rollback the message is still there. */
    static Stream<Step> messagesThatOutliveARollback() {
        return Stream.of(
                new Step("wireTap", "wireTap", flow("- wireTap: {id: bad, uri: 'jms:queue:sink'}")),
                new Step("seda", "seda:", flow(to("seda:later")) + route("seda:later", "later", SEND)),
                new Step(
                        "parallel split",
                        "parallelProcessing",
                        flow(step("split", List.of("id: bad", "parallelProcessing: true", ON_TEXT), SEND))),
                new Step(
                        "parallel multicast",
                        "parallelProcessing",
                        flow(step("multicast", List.of("id: bad", "parallelProcessing: true"), SEND))),
                new Step(
                        "parallel recipientList",
                        "parallelProcessing",
                        flow(step(
                                "recipientList",
                                List.of(
                                        "id: bad",
                                        "parallelProcessing: true",
                                        "constant: {expression: 'jms:queue:sink'}")))),
                new Step(
                        "split with an executor",
                        "executorService",
                        flow(step("split", List.of("id: bad", "executorService: pool", ON_TEXT), SEND))),
                new Step(
                        "aggregate",
                        "aggregate",
                        flow(step(
                                "aggregate",
                                List.of(
                                        "id: bad",
                                        "completionTimeout: 50",
                                        "aggregationStrategy: '#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy'",
                                        "correlationExpression: {" + ON_TEXT + "}"),
                                SEND))),
                new Step(
                        "resequence",
                        "resequence",
                        flow(step("resequence", List.of("id: bad", "batchConfig: {batchTimeout: 50}", ON_TEXT), SEND))),
                new Step(
                        "circuitBreaker with timeout",
                        "circuitBreaker",
                        flow(step(
                                "circuitBreaker",
                                List.of(
                                        "id: bad",
                                        "resilience4jConfiguration: {timeoutEnabled: true, timeoutDuration: 5000}"),
                                SEND))),
                new Step(
                        "another connection factory",
                        "connectionFactory",
                        flow(to("jms:queue:sink?connectionFactory=#otherBroker"))),
                new Step("another user", "username", flow(to("jms:queue:sink?username=a&password=b"))));
    }

    /** These leave the thread only while the exchange is not marked transacted; the router marks it. */
    static Stream<Step> stepsThatLeaveTheThreadOfAnUnmarkedExchange() {
        return Stream.of(
                new Step("threads", "threads", flow("- threads: {id: bad, poolSize: 1, maxPoolSize: 1}", SEND)),
                new Step(
                        "asynchronous delay",
                        "asyncDelayed",
                        flow(step("delay", List.of("id: bad", "constant: {expression: '20'}")), SEND)));
    }

    /** The last step fails, or the only one, and the event counts as routed. */
    static Stream<Step> failuresThatLookRouted() {
        String handled = "handled: {constant: {expression: 'true'}}";
        String any = "exception: [java.lang.Exception]";
        return Stream.of(
                new Step(
                        "doTry",
                        "doTry",
                        flow(step(
                                "doTry",
                                List.of("id: bad", "doCatch:\n  - " + any + "\n    steps:\n      " + LOG),
                                SEND,
                                FAIL))),
                new Step(
                        "onException handled",
                        "onException",
                        step("onException", List.of("id: bad", any, handled), LOG) + flow(FAIL)),
                new Step(
                        "onException continued",
                        "onException",
                        step("onException", List.of("id: bad", any, "continued: {constant: {expression: 'true'}}"))
                                + flow(FAIL)),
                new Step(
                        "onException from a route configuration",
                        "onException",
                        "- routeConfiguration:\n    onException:\n"
                                + step("onException", List.of("id: bad", any, handled), LOG)
                                        .indent(6) + flow(FAIL)),
                new Step("onCompletion", "onCompletion", step("onCompletion", List.of("id: bad"), FAIL) + flow(LOG)),
                new Step(
                        "circuitBreaker with fallback",
                        "circuitBreaker",
                        flow(step("circuitBreaker", List.of("id: bad"), FAIL)
                                + "    onFallback: {steps: [log: {message: x}]}")),
                new Step(
                        "loadBalance failover",
                        "failover",
                        flow(step("loadBalance", List.of("id: bad", "failoverLoadBalancer: {}"), FAIL, LOG))),
                new Step(
                        "ignoreInvalidEndpoint",
                        "skipped",
                        flow("- toD: {id: bad, uri: 'jms:queue:sink?noSuchOption=1', ignoreInvalidEndpoint: true}")),
                new Step("failIfNoConsumers", "failIfNoConsumers", flow(to("direct:nowhere?failIfNoConsumers=false"))));
    }

    /** Refused with the others; that they break something is shown by a test of their own, or by design. */
    static Stream<Step> more() {
        return Stream.of(
                new Step("InOut by the step", "InOut", flow("- to: {id: bad, uri: 'jms:queue:sink', pattern: InOut}")),
                new Step("InOut by parameter", "exchangePattern", flow(to("jms:queue:sink?exchangePattern=InOut"))),
                new Step(
                        "InOut by setExchangePattern",
                        "InOut",
                        flow("- setExchangePattern: {id: bad, pattern: InOut}", SEND)),
                new Step(
                        "InOut by enrich",
                        "InOut",
                        flow(step("enrich", List.of("id: bad", "constant: {expression: 'jms:queue:sink'}")))),
                new Step(
                        "another data source",
                        "dataSource",
                        flow(to("sql:INSERT INTO sink VALUES ('x')?dataSource=#otherDatabase"))),
                new Step(
                        "a streamed result",
                        "outputType",
                        flow(to("sql:INSERT INTO sink VALUES ('x') RETURNING id?outputType=StreamList"))),
                new Step("transacted send", "transacted", flow(to("jms:queue:sink?transacted=true"))),
                new Step(
                        "loop doWhile",
                        "doWhile",
                        flow(step(
                                "loop",
                                List.of("id: bad", "doWhile: true", "simple: {expression: '${body} == null'}"),
                                LOG))),
                new Step("idempotentConsumer", "idempotentConsumer", flow(idempotent())),
                new Step("throttle", "throttle", flow(throttle())),
                new Step(
                        "a delay to the deadline",
                        "tollgate.relay.deadline (30s)",
                        flow(step(
                                "delay",
                                List.of("id: bad", "asyncDelayed: 'false'", "constant: {expression: '30000'}")))),
                new Step(
                        "a delay past the deadline, from a setting",
                        "tollgate.relay.deadline (30s)",
                        flow(step(
                                "delay",
                                List.of("id: bad", "asyncDelayed: 'false'", "simple: {expression: '{{wait:1m}}'}")))),
                new Step("sample", "sample", flow("- sample: {id: bad, messageFrequency: 2}", SEND)),
                new Step("mock", "in memory", flow(to("mock:sink"))),
                new Step("smtp", "smtp:", flow(to("smtp:localhost"))),
                new Step("http", "http:", flow(to("http://localhost"))),
                new Step("file", "file:", flow(to("file:out"))),
                new Step(
                        "a destination known at run time only",
                        "only when it runs",
                        flow("- toD: {id: bad, uri: '${header.where}'}")),
                new Step(
                        "a routing slip to a file",
                        "file:",
                        flow(step("routingSlip", List.of("id: bad", "constant: {expression: 'log:a,file:out'}")))),
                new Step("a flow that is not there", "no route starts at direct:nowhere", flow(to("direct:nowhere"))),
                new Step(
                        "deep inside a choice",
                        "wireTap",
                        flow(step(
                                "choice",
                                List.of("otherwise:\n  steps:\n"
                                        + step(
                                                        "filter",
                                                        List.of(ON_TEXT),
                                                        "- wireTap: {id: bad, uri: 'jms:queue:sink'}")
                                                .indent(4))))),
                new Step(
                        "in a flow behind the router",
                        "wireTap",
                        flow("- to: {uri: 'direct:more'}")
                                + route("direct:more", "more", "- wireTap: {id: bad, uri: 'jms:queue:sink'}")));
    }

    private static String throttle() {
        return step("throttle", List.of("id: bad", "timePeriodMillis: 500", "constant: {expression: '1'}"));
    }

    private static String idempotent() {
        return step(
                "idempotentConsumer",
                List.of(
                        "id: bad",
                        "idempotentRepository: '#class:org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository'",
                        "simple: {expression: '${header.stripeEventId}'}"),
                SEND);
    }

    static Stream<Step> all() {
        return Stream.of(
                        messagesThatOutliveARollback(),
                        stepsThatLeaveTheThreadOfAnUnmarkedExchange(),
                        failuresThatLookRouted(),
                        more())
                .flatMap(steps -> steps);
    }

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        this.directory = directory;
        mail.start();
        flows = new Flows(directory, Map.of());
        flows.jdbc.execute("CREATE TABLE sink (id text)");
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
        mail.stop();
    }

    private Path folder(String yaml) throws Exception {
        return RoutesFolder.of(directory.resolve("set-" + ++folders), yaml);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSetWithItDoesNotLoadAndTheFindingNamesTheStepAndTheWayOut(Step step) throws Exception {
        InvalidRouteSet refused = catchThrowableOfType(InvalidRouteSet.class, () -> flows.load(folder(step.yaml())));

        assertThat(refused).as(step.yaml()).isNotNull();
        List<Finding> errors = refused.findings().stream()
                .filter(finding -> finding.rule().id().matches("refused-.*|no-such-flow"))
                .toList();
        assertThat(errors).hasSizeBetween(1, 2).anySatisfy(error -> {
            assertThat(error.file()).isEqualTo("flow.camel.yaml");
            assertThat(error.message())
                    .contains(step.word())
                    .containsPattern(
                            "; (send to a queue instead|remove the parameter|begin the destination)|Correct the name");
            assertThat(step.yaml()
                            .lines()
                            .skip(Math.max(0, error.line() - 3L))
                            .limit(4)
                            .toList())
                    .as("around line " + error.line())
                    .anyMatch(line -> line.contains("id: bad"));
        });
    }

    @ParameterizedTest
    @MethodSource("messagesThatOutliveARollback")
    void whatItSentOutlivesARollback(Step step) throws Exception {
        flows.loadUnchecked(folder(step.yaml()));

        flows.routeAndRollBack(event("evt_1", "any", "{}"));

        assertThat(flows.drain("sink")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("stepsThatLeaveTheThreadOfAnUnmarkedExchange")
    void whatItSentOutlivesARollbackUnlessTheExchangeIsMarkedTransacted(Step step) throws Exception {
        Path folder = folder(step.yaml());
        flows.loadUnchecked(folder);
        flows.routeAndRollBack(event("evt_1", "any", "{}"));
        assertThat(flows.isEmpty("sink")).isTrue();

        try (RouteSet routes = flows.built(folder, false)) {
            Exchange unmarked = routes.newExchange(event("evt_1", "any", "{}"));
            unmarked.getExchangeExtension().setTransacted(false);
            flows.attempt(
                    () -> {
                        routes.route(unmarked);
                        return true;
                    },
                    false);
            assertThat(flows.drain("sink")).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("failuresThatLookRouted")
    void itsFailureLooksRouted(Step step) throws Exception {
        flows.loadUnchecked(folder(step.yaml()));

        assertThat(flows.route(event("evt_1", "any", "{}"))).isNotNull();
        // doTry has sent to it
        flows.isEmpty("sink");
    }

    @Test
    void aDeadLetterChannelMakesAFailureLookRouted() throws Exception {
        Path folder =
                folder("- routeConfiguration:\n    errorHandler: {deadLetterChannel: {deadLetterUri: 'log:dead'}}\n"
                        + flow(FAIL));
        assertThatThrownBy(() -> flows.load(folder))
                .isInstanceOf(InvalidRouteSet.class)
                .hasMessageContaining("a dead letter channel makes a failure look routed");

        flows.loadUnchecked(folder);

        assertThat(flows.route(event("evt_1", "any", "{}"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rowsThatOutliveARollback")
    void whatItWroteOutlivesARollback(Step step) throws Exception {
        flows.jdbc.execute("TRUNCATE sink");
        flows.loadUnchecked(folder(step.yaml()));

        flows.routeAndRollBack(event("evt_1", "any", "{}"));

        assertThat(flows.jdbc.queryForObject("SELECT count(*) FROM sink", Integer.class))
                .isEqualTo(1);
    }

    static Stream<Step> rowsThatOutliveARollback() {
        return more().filter(step ->
                step.name().equals("another data source") || step.name().equals("a streamed result"));
    }

    @Test
    void aRequestOverJmsIsNeverAnswered() throws Exception {
        flows.loadUnchecked(folder(flow("- to: {id: bad, uri: 'jms:queue:sink?requestTimeout=1000', pattern: InOut}")
                + route("jms:queue:sink", "responder", "- setBody: {constant: {expression: 'an answer'}}")));

        assertThatThrownBy(() -> flows.route(event("evt_1", "any", "{}")))
                .isInstanceOf(ExchangeTimedOutException.class);
    }

    @Test
    void aThrottleHoldsTheThreadUntilItsTurnComes() throws Exception {
        flows.loadUnchecked(folder(flow(throttle())));
        flows.route(event("evt_1", "any", "{}"));
        long before = System.nanoTime();

        flows.route(event("evt_2", "any", "{}"));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(250));
    }

    @Test
    void aSampleDropsAnEventThatCountsAsRouted() throws Exception {
        flows.loadUnchecked(folder(flow("- sample: {id: bad, messageFrequency: 2}", SEND)));

        assertThat(flows.route(event("evt_1", "any", "{}"))).isEmpty();
        assertThat(flows.isEmpty("sink")).isTrue();
    }

    @Test
    void anIdempotentConsumerDropsTheRetryOfAnEventThatWasRolledBack() throws Exception {
        flows.loadUnchecked(folder(flow(idempotent())));

        flows.routeAndRollBack(event("evt_1", "any", "{}"));

        assertThat(flows.route(event("evt_1", "any", "{}"))).isEmpty();
        assertThat(flows.isEmpty("sink")).isTrue();
    }

    @Test
    void aMailAndAFileOutliveARollback() throws Exception {
        flows.loadUnchecked(folder(flow(
                to("smtp://127.0.0.1:" + mail.getSmtp().getPort() + "?to=finance@example.com"),
                "- to: {uri: 'file:" + directory.resolve("out") + "'}")));

        flows.routeAndRollBack(event("evt_1", "any", "{}"));

        await().until(() -> mail.getReceivedMessages().length == 1);
        assertThat(directory.resolve("out")).isNotEmptyDirectory();
    }

    @Test
    void anHttpCallOutlivesARollback() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            flows.loadUnchecked(
                    folder(flow(to("http://127.0.0.1:" + server.getAddress().getPort() + "/"))));

            flows.routeAndRollBack(event("evt_1", "any", "{}"));

            assertThat(calls).hasValue(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void flowsThatStartAtAQueueMayUseAllOfIt() throws Exception {
        List<String> steps = new ArrayList<>();
        steps.add("- wireTap: {uri: 'log:tap'}");
        steps.add(step(
                "doTry", List.of("doCatch:\n  - exception: [java.lang.Exception]\n    steps:\n      " + LOG), FAIL));
        steps.add("- threads: {poolSize: 1, maxPoolSize: 1}");
        steps.add("- to: {uri: 'jms:queue:sink'}");
        flows.load(folder(
                "- routeConfiguration:\n    id: dead\n    errorHandler: {deadLetterChannel: {deadLetterUri: 'log:dead'}}\n"
                        + flow("- to: {uri: 'jms:queue:next'}")
                        + route("jms:queue:next", "next", steps.toArray(String[]::new))
                                .replace("    id: next\n", "    id: next\n    routeConfigurationId: dead\n")));

        flows.route(event("evt_1", "any", "{}"));

        assertThat(flows.drain("sink")).hasSize(1);
    }

    @Test
    void stepsThatStayInTheTransactionLoad() throws Exception {
        flows.load(folder(flow(
                step("split", List.of("constant: {expression: 'a,b'}"), SEND),
                step("recipientList", List.of("constant: {expression: 'jms:queue:sink,log:a'}")),
                "- toD: {uri: 'jms:queue:${header.JMSType}'}",
                step("delay", List.of("asyncDelayed: 'false'", "constant: {expression: '1'}")),
                step("delay", List.of("asyncDelayed: 'false'", "simple: {expression: '${header.pause}'}")),
                step("choice", List.of("otherwise:\n  steps:\n    " + LOG)))));

        assertThat(flows.routeAndRollBack(event("evt_1", "sink", "{}"))).hasSize(4);
        assertThat(flows.isEmpty("sink")).isTrue();
    }

    @Test
    void aFailureInOneBranchFailsTheEvent() throws Exception {
        flows.load(folder(flow(step("multicast", List.of(), FAIL, SEND))));

        assertThatThrownBy(() -> flows.route(event("evt_1", "any", "{}"))).hasMessageContaining("no");
        assertThat(flows.isEmpty("sink")).isTrue();
    }

    @Test
    void aRollbackMarkIsAFailure() throws Exception {
        flows.load(folder(flow(SEND, "- rollback: {markRollbackOnly: true}")));

        assertThatThrownBy(() -> flows.route(event("evt_1", "any", "{}"))).isInstanceOf(Exception.class);
        assertThat(flows.isEmpty("sink")).isTrue();
    }
}
