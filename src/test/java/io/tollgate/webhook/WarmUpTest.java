package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.tollgate.support.Signatures;
import io.tollgate.support.TestDatabase;
import io.tollgate.warmup.WarmUp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway works with events of nobody before it is ready, and nothing of them is left. */
@ExtendWith(OutputCaptureExtension.class)
class WarmUpTest {
    private static final String ON = "tollgate.warm-up=1s";
    private static final String WARMED_UP = "Warmed up with ";
    private static final String NOT_WARMED_UP = "Not warmed up";

    private final String id = Ingress.newId();

    @Test
    void goesDownToTheInsertAndLeavesNothingBehind(CapturedOutput output) throws Exception {
        // Tomcat ends a connection after so many; 100 unless it is told.
        try (Ingress ingress = Ingress.start(ON, "server.tomcat.max-keep-alive-requests=3")) {
            assertThat(output).containsOnlyOnce(WARMED_UP).doesNotContain("Warmed up with 0", "evt_", NOT_WARMED_UP);
            // PostgreSQL counts the rows of a transaction that is rolled back, too.
            await().atMost(Duration.ofSeconds(20)).until(() -> inserted(ingress) > 0);

            assertThat(rows(ingress)).isZero();
            assertThat(counted(ingress)).isEmpty();
            assertThat(ingress.inbox().handOff().isEmpty()).isTrue();
            await().until(() -> threads().isEmpty() && ingress.requestsInFlight() == 0);

            assertThat(ingress.postSigned(Ingress.event(id)).statusCode()).isEqualTo(200);
            assertThat(ingress.stored(id)).isEqualTo(1);
            assertThat(ingress.bean(MeterRegistry.class)
                            .counter("tollgate.webhook.requests", "endpoint", "default", "outcome", "stored")
                            .count())
                    .isEqualTo(1);
            assertThat(counted(ingress)).isNotEmpty();
        }
    }

    @Test
    void isLeftOutWhenItIsTurnedOff(CapturedOutput output) throws Exception {
        try (Ingress ingress = Ingress.start("tollgate.warm-up=0s")) {
            assertThat(ingress.postSigned(Ingress.event(id)).statusCode()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20)).until(() -> inserted(ingress) > 0);

            assertThat(inserted(ingress)).isEqualTo(1);
            assertThat(output).doesNotContain(WARMED_UP, NOT_WARMED_UP);
        }
    }

    @Test
    void anEventOfStripeIsStoredMeanwhileAndItsOwnIdsAreLikeAnyOtherAfterwards() throws Exception {
        AtomicReference<ConfigurableApplicationContext> starting = new AtomicReference<>();
        CompletableFuture<Ingress> start = CompletableFuture.supplyAsync(
                () -> Ingress.start(starting::set, TestDatabase.newDatabase(), "tollgate.warm-up=10s"));
        String own = idDuring(starting);
        int port = starting.get().getEnvironment().getRequiredProperty("local.server.port", Integer.class);

        assertThat(post(port, Ingress.event(id)).statusCode()).isEqualTo(200);
        assertThat(post(port, Ingress.event(own)).statusCode()).isEqualTo(200);
        assertThat(Ingress.send(port, Ingress.event(own), "t=1,v1=" + "0".repeat(64))
                        .statusCode())
                .isEqualTo(400);
        assertThat(start).as("it is not ready yet").isNotDone();
        try (Ingress ingress = start.join()) {
            assertThat(ingress.stored(id)).isEqualTo(1);
            assertThat(ingress.stored(own)).isZero();
            assertThat(rows(ingress)).isEqualTo(1);
            assertThat(ingress.bean(WarmUp.class).owns(own)).isFalse();

            assertThat(ingress.postSigned(Ingress.event(own)).body()).contains("\"duplicate\":false");
            assertThat(ingress.stored(own)).isEqualTo(1);
        }
    }

    @Test
    void aStopInTheMiddleOfItEndsIt() {
        AtomicReference<ConfigurableApplicationContext> starting = new AtomicReference<>();
        CompletableFuture<Ingress> start = CompletableFuture.supplyAsync(
                () -> Ingress.start(starting::set, TestDatabase.newDatabase(), "tollgate.warm-up=30s"));
        idDuring(starting);

        starting.get().close();

        assertThat(start).succeedsWithin(Duration.ofSeconds(15));
    }

    static Stream<String> settingsThatLeaveNoRoom() {
        return Stream.of("tollgate.webhook.max-body=2KB", "tollgate.webhook.in-flight=1", "server.ssl.bundle=own");
    }

    /** The start goes on, and nothing is refused that somebody would look at. */
    @ParameterizedTest
    @MethodSource("settingsThatLeaveNoRoom")
    void isLeftOutWhereItCannotBe(String setting, @TempDir Path directory, CapturedOutput output) throws Exception {
        List<String> settings = new ArrayList<>(List.of(ON, setting));
        settings.addAll(OwnCertificate.bundle(directory));
        try (Ingress ingress = Ingress.start(settings.toArray(String[]::new))) {
            assertThat(rows(ingress)).isZero();
            assertThat(counted(ingress)).isEmpty();
            assertThat(output).doesNotContain(WARMED_UP, " WARN ", " ERROR ");
        }
    }

    @Test
    void anInboxThatHangsHoldsTheStartUpForNoLongerThanThat(CapturedOutput output) throws Exception {
        String url = TestDatabase.newDatabase();
        Ingress.startOn(url).close();
        try (Connection other = DriverManager.getConnection(url, "postgres", "")) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE tollgate.inbox IN SHARE ROW EXCLUSIVE MODE");
            try (Ingress ingress = Ingress.startOn(url, ON, "tollgate.inbox.store-timeout=5s")) {
                assertThat(output).containsOnlyOnce(NOT_WARMED_UP).doesNotContain("evt_");
                other.rollback();

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> threads().isEmpty() && ingress.requestsInFlight() == 0);
                assertThat(rows(ingress)).isZero();
                assertThat(counted(ingress)).isEmpty();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> ingress.postSigned(Ingress.event(id)).statusCode() == 200);
                assertThat(ingress.stored(id)).isEqualTo(1);
            }
        }
    }

    @Test
    void theInboxRefusesItsRowsAndTheStartGoesOn(CapturedOutput output) throws Exception {
        String url = TestDatabase.newDatabase();
        try (Ingress first = Ingress.startOn(url)) {
            first.jdbc()
                    .execute(
                            "ALTER TABLE tollgate.inbox ADD CONSTRAINT none CHECK (type = 'payment_intent.succeeded')");
        }
        try (Ingress ingress = Ingress.startOn(url, ON)) {
            assertThat(output).containsOnlyOnce(NOT_WARMED_UP).doesNotContain("evt_", " WARN ", " ERROR ");
            assertThat(counted(ingress)).isEmpty();
            assertThat(ingress.postSigned(Ingress.event(id)).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- log: {id: own, message: own step}",
                "- choice: {id: own, when: [{simple: '${body} == null', steps: [{log: {id: own-log, message: own step}}]}]}",
                "- to: {id: own, uri: 'log:own', parameters: {level: WARN}}"
            })
    void aStepOfATeamsOwnSeesNoSuchEvent(String step, @TempDir Path routes, CapturedOutput output) throws Exception {
        String shipped = Files.readString(Path.of("routes/receive.camel.yaml"));
        String edited = shipped.replace(
                "      steps:\n        - process:\n            id: verify",
                "      steps:\n        " + step + "\n        - process:\n            id: verify");
        assertThat(edited).isNotEqualTo(shipped);
        assertNotWarmedUp(edited, routes, output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    intercept:\n      - intercept: {id: own, steps: [{log: {id: own-log, message: own step}}]}\n",
                "    onCompletion:\n      - onCompletion: {id: own, steps: [{log: {id: own-log, message: own step}}]}\n"
            })
    void neitherDoesOneOfARouteConfiguration(String steps, @TempDir Path routes, CapturedOutput output)
            throws Exception {
        String shipped = Files.readString(Path.of("routes/receive.camel.yaml"));
        assertNotWarmedUp(shipped.replace("    onException:\n", steps + "    onException:\n"), routes, output);
    }

    private static void assertNotWarmedUp(String receive, Path routes, CapturedOutput output) throws Exception {
        Files.writeString(routes.resolve("receive.camel.yaml"), receive);
        try (Ingress ingress = Ingress.start(ON, "tollgate.routes=" + routes)) {
            assertThat(output).doesNotContain(WARMED_UP, NOT_WARMED_UP, "own step");
            assertThat(ingress.postSigned(Ingress.event(Ingress.newId())).statusCode())
                    .isEqualTo(200);
        }
    }

    /** Waits until the warm-up is under way; returns an id of it. */
    private static String idDuring(AtomicReference<ConfigurableApplicationContext> starting) {
        AtomicReference<String> own = new AtomicReference<>();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(
                        () -> own.set(starting.get().getBean(WarmUp.class).nextId()));
        return own.get();
    }

    private static HttpResponse<String> post(int port, String event) throws IOException, InterruptedException {
        return Ingress.send(port, event, Signatures.sign(event, Ingress.SECRET, Instant.now()));
    }

    private static int rows(Ingress ingress) {
        return ingress.jdbc().queryForObject("SELECT count(*) FROM tollgate.inbox", Integer.class);
    }

    private static long inserted(Ingress ingress) {
        return ingress.jdbc()
                .queryForObject("SELECT n_tup_ins FROM pg_stat_user_tables WHERE relname = 'inbox'", Long.class);
    }

    /** What the ingress has counted, and how often; a request to it over HTTP as well. */
    private static List<String> counted(Ingress ingress) {
        return ingress.bean(MeterRegistry.class).getMeters().stream()
                .filter(meter -> meter.getId().getName().matches("tollgate\\..*|http\\..*|camel.*|tomcat\\..*"))
                .filter(WarmUpTest::isCounted)
                .map(meter -> meter.getId().toString())
                .toList();
    }

    private static boolean isCounted(Meter meter) {
        return StreamSupport.stream(meter.measure().spliterator(), false)
                .anyMatch(m -> Set.of(Statistic.COUNT, Statistic.TOTAL_TIME, Statistic.TOTAL)
                                .contains(m.getStatistic())
                        && m.getValue() > 0);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("warm-up-"))
                .toList();
    }
}
