package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The database freezes or dies under requests, and comes back. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseAwayTest {
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(2);
    /** For a busy machine; without the deadline the last of them would wait for 12 s. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final Duration RECOVERY = Duration.ofSeconds(10);
    /** How soon health must be known; to ask a frozen database takes 5 s at least. */
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    private static final int CALLERS = 400;

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private OwnPostgres postgres;
    private Ingress ingress;

    private record Answer(String id, int status, Duration took) {}

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        postgres = new OwnPostgres(directory.resolve("postgres"));
        ingress = Ingress.startOn(
                postgres.url(),
                "tollgate.inbox.store-timeout=" + STORE_TIMEOUT,
                "logging.level.io.tollgate.webhook=warn",
                "logging.level.io.zonky=off");
    }

    @AfterEach
    void stop() throws Exception {
        callers.shutdownNow();
        ingress.close();
        postgres.close();
    }

    @Test
    void aFrozenDatabaseIs503InTimeForEveryRequestAnd200SoonAfterItsReturn(CapturedOutput output) throws Exception {
        await().until(() -> {
            postOne();
            return statuses().contains(200);
        });
        answers.clear();

        postgres.freeze();
        try {
            post(CALLERS);
            assertThat(answers).hasSize(CALLERS).allSatisfy(DatabaseAwayTest::isRefusedInTime);
            answers.clear();
            post(50);
            assertThat(answers)
                    .as("once it is known to be away nobody waits")
                    .hasSize(50)
                    .allSatisfy(answer -> assertThat(answer.took()).isLessThan(STORE_TIMEOUT));
            assertThat(get("/actuator/health/readiness", AT_ONCE)).isEqualTo(503);
            assertThat(get("/actuator/health", AT_ONCE)).isEqualTo(503);
            assertThat(get("/actuator/health/liveness", AT_ONCE)).isEqualTo(200);
        } finally {
            postgres.thaw();
        }

        assertStoresAgain();
        assertThat(output.getAll().lines().filter(line -> line.contains(" WARN ") && !line.contains("Hikari")))
                .as("one line for the outage, and a few for its requests")
                .hasSizeLessThan(10);
        assertThat(output).containsOnlyOnce("Database is away (").containsOnlyOnce("Database is back");
    }

    @Test
    void aKilledDatabaseIs503AndNothingAcknowledgedIsMissing() throws Exception {
        post(50);
        IntStream.range(0, CALLERS).forEach(i -> callers.execute(this::postOne));
        postgres.kill();
        await().atMost(Duration.ofSeconds(30)).until(() -> answers.size() == CALLERS + 50);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 503));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.took()).isLessThan(STORE_TIMEOUT.plus(MARGIN)));
        await().atMost(RECOVERY).until(() -> get("/actuator/health/readiness", AT_ONCE) == 503);

        postgres.startAgain();

        assertStoresAgain();
    }

    /** More than the sockets buffer: the write itself hangs, which no socket timeout ends. */
    @Test
    void aFrozenDatabaseInTheMiddleOfALargeWriteIs503InTimeAnd200SoonAfterItsReturn() throws Exception {
        String large = Ingress.event("evt_large").replace("}}}", "}}, \"x\": \"" + "x".repeat(900_000) + "\"}");
        post(1);
        postgres.freeze();
        List<Integer> refused = new ArrayList<>();
        try {
            long start = System.nanoTime();
            List<Future<Integer>> posts = IntStream.range(0, 8)
                    .mapToObj(i -> callers.submit(() -> ingress.postSigned(large.replace("evt_large", "evt_large" + i))
                            .statusCode()))
                    .toList();
            for (Future<Integer> post : posts) {
                refused.add(post.get(20, TimeUnit.SECONDS));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STORE_TIMEOUT.plus(MARGIN));
            assertThat(refused).containsOnly(503);
            await().atMost(STORE_TIMEOUT.plus(MARGIN))
                    .until(() -> Thread.getAllStackTraces().entrySet().stream()
                            .filter(thread -> thread.getKey().getName().startsWith("inbox-writer"))
                            .noneMatch(thread ->
                                    List.of(thread.getValue()).toString().contains("PgPreparedStatement")));
        } finally {
            postgres.thaw();
        }

        assertStoresAgain();
    }

    @Test
    void readinessFollowsTheDatabaseWithoutAnyRequest() throws Exception {
        postgres.kill();
        await().atMost(Duration.ofSeconds(20)).until(() -> get("/actuator/health/readiness", AT_ONCE) == 503);

        postgres.startAgain();

        await().atMost(Duration.ofSeconds(10)).until(() -> get("/actuator/health/readiness", AT_ONCE) == 200);
    }

    @Test
    void aStopWhileTheDatabaseIsFrozenAnswersEveryRequestFirst() throws Exception {
        Ingress patient = Ingress.startOn(postgres.url(), "logging.level.io.tollgate.webhook=warn");
        try {
            patient.postSigned(Ingress.event(Ingress.newId()));
            postgres.freeze();
            List<Future<Integer>> posts = IntStream.range(0, 100)
                    .mapToObj(i -> callers.submit(() ->
                            patient.postSigned(Ingress.event(Ingress.newId())).statusCode()))
                    .toList();
            await().until(() -> patient.requestsInFlight() == 100);

            long start = System.nanoTime();
            patient.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            for (Future<Integer> post : posts) {
                assertThat(post.get(1, TimeUnit.SECONDS)).isEqualTo(503);
            }
        } finally {
            postgres.thaw();
        }
    }

    private void assertStoresAgain() throws Exception {
        await().atMost(RECOVERY).until(() -> {
            postOne();
            return statuses().contains(200);
        });
        Set<String> stored = new HashSet<>();
        try (Connection connection = postgres.connect();
                var statement = connection.createStatement();
                ResultSet ids = statement.executeQuery("SELECT id FROM tollgate.inbox")) {
            while (ids.next()) {
                stored.add(ids.getString(1));
            }
        }
        assertThat(stored)
                .containsAll(answers.stream()
                        .filter(answer -> answer.status() == 200)
                        .map(Answer::id)
                        .toList());
        assertThat(stored).allMatch(id -> id.startsWith("evt_"), "no probe stays");
    }

    private static void isRefusedInTime(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.took()).isLessThan(STORE_TIMEOUT.plus(MARGIN));
    }

    private List<Integer> statuses() {
        return answers.stream().map(Answer::status).toList();
    }

    private void post(int times) throws Exception {
        int before = answers.size();
        IntStream.range(0, times).forEach(i -> callers.execute(this::postOne));
        await().atMost(Duration.ofSeconds(30)).until(() -> answers.size() == before + times);
    }

    private void postOne() {
        String id = Ingress.newId();
        long start = System.nanoTime();
        int status;
        try {
            status = ingress.postSigned(Ingress.event(id)).statusCode();
        } catch (IOException | InterruptedException e) {
            status = 0;
        }
        answers.add(new Answer(id, status, Duration.ofNanos(System.nanoTime() - start)));
    }

    private int get(String path, Duration within) throws Exception {
        HttpResponse<String> answer =
                ingress.send(ingress.managementRequest(path).timeout(within));
        return answer.statusCode();
    }
}
