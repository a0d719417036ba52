package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A flow behind a queue calls an HTTP server once an event: the server fails and hangs, and the routes are edited meanwhile. */
@Timeout(600)
class QueueFlowIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("faults.http-down-seconds", 60));
    private static final int PER_SECOND = 20;
    private static final int RELOADS = 10;
    private static final Figures FIGURES = new Figures(
            "queue-flows",
            "fault",
            "events",
            "calls answered with 200",
            "repeated",
            "calls that failed",
            "dead letters");
    private static final String FLOW = """
            - route:
                id: erp
                description: Tells the ERP of each payment, No. %d
                from:
                  uri: jms:queue:stripe.payments.succeeded?concurrentConsumers=4
                  steps:
                    - idempotentConsumer:
                        id: once
                        header: stripeEventId
                        idempotentRepository: doneEvents
                        completionEager: true
                        steps:
                          - to: {id: call-erp, uri: "http://127.0.0.1:%d/?httpMethod=POST&responseTimeout=2000"}
            """;

    private enum Mood {
        FINE,
        SLOW,
        FAILS,
        HANGS
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final Map<String, Integer> failed = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Mood mood = Mood.FINE;
    private HttpServer erp;
    private Installation installation;
    private GatewayProcess gateway;
    private Path flow;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        erp = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        erp.setExecutor(threads);
        erp.createContext("/", this::answer);
        erp.start();
        installation = new Installation(directory);
        gateway = installation.gateway(List.of(
                "--tollgate.redelivery.first=200ms",
                "--tollgate.redelivery.longest=2s",
                "--tollgate.redelivery.times=1000"));
        flow = installation.routesOf(gateway).resolve("erp.camel.yaml");
        edit(0);
        gateway.start();
    }

    @AfterEach
    void stop() throws Exception {
        ended.countDown();
        installation.close();
        erp.stop(0);
        threads.shutdownNow();
    }

    private void edit(int number) throws IOException {
        Files.writeString(flow, FLOW.formatted(number, erp.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String event = exchange.getRequestHeaders().getFirst("stripeEventId");
        exchange.getRequestBody().readAllBytes();
        Mood now = mood;
        try {
            if (now == Mood.HANGS) {
                // Its client has given up by then.
                ended.await(30, TimeUnit.SECONDS);
            } else if (now == Mood.SLOW) {
                ended.await(400, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean fine = now == Mood.FINE || now == Mood.SLOW;
        (fine ? answered : failed).merge(event, 1, Integer::sum);
        exchange.sendResponseHeaders(fine ? 200 : 500, -1);
        exchange.close();
    }

    @Test
    void aServerThatFailsAndHangsCostsNoEvent() throws Exception {
        Load load = new Load("http", gateway::port)
                .ofTypes("payment_intent.succeeded")
                .start(PER_SECOND);
        await().atMost(Duration.ofSeconds(60)).until(() -> answered.size() > 2 * PER_SECOND);
        Moment.lasting(OUTAGE.dividedBy(2), () -> mood = Mood.FAILS);
        Moment.lasting(OUTAGE.dividedBy(2), () -> mood = Mood.HANGS);
        mood = Mood.FINE;
        load.close();

        mustBeCalledOnce("HTTP 500, then no answer, " + OUTAGE.toSeconds() + " s in all", load);
        assertThat(failed).isNotEmpty();
        installation.alerts().mustHaveToldOnce("queue-flow-failing");
    }

    @Test
    void reloadsInMidMessageCutNone() throws Exception {
        mood = Mood.SLOW;
        Load load = new Load("reload", gateway::port)
                .ofTypes("payment_intent.succeeded")
                .start(PER_SECOND / 2);
        await().atMost(Duration.ofSeconds(60)).until(() -> answered.size() > PER_SECOND);
        for (int number = 1; number <= RELOADS; number++) {
            long before = taken();
            edit(number);
            await("reload").atMost(Duration.ofSeconds(30)).until(() -> taken() > before);
        }
        load.close();

        mustBeCalledOnce(RELOADS + " reloads while calls take 0.4 s", load);
        assertThat(failed).isEmpty();
    }

    private long taken() {
        return installation.query("SELECT count(*) FROM tollgate.route_set WHERE result = 'TAKEN'");
    }

    private void mustBeCalledOnce(String fault, Load load) throws Exception {
        assertThat(load.notAnsweredWith(200)).isEmpty();
        List<String> events = new ArrayList<>(load.answeredWith(200));
        await("each event is called")
                .atMost(Duration.ofSeconds(120))
                .until(() -> answered.keySet().containsAll(events));
        long repeated = answered.values().stream().filter(calls -> calls > 1).count();
        long dead = gateway.output()
                .lines()
                .filter(line -> line.contains("was moved to DLQ."))
                .count();
        FIGURES.add(fault, events.size(), answered.size(), repeated, failed.size(), dead);
        assertThat(answered.keySet()).containsExactlyInAnyOrderElementsOf(events);
        assertThat(repeated).isZero();
        assertThat(dead).isZero();
    }
}
