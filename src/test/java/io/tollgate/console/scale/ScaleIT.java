package io.tollgate.console.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.access.Role;
import io.tollgate.console.pages.People;
import io.tollgate.support.TestBroker;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** With millions of events stored and 300 a second coming in: each call and page answers soon, and no event is refused for it. */
class ScaleIT {
    private static final int EVENTS = Integer.getInteger("scale.events", 5_000_000);
    private static final int PER_SECOND = Integer.getInteger("scale.per-second", 300);
    private static final int ROUNDS = Integer.getInteger("scale.rounds", 40);
    private static final double P95_MILLIS = Integer.getInteger("scale.p95-millis", 300);
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Set<String> refused = new TreeSet<>();

    private static TestBroker broker;
    private static People people;

    @BeforeAll
    static void fill(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        broker = TestBroker.start(directory);
        people = People.at("--spring.activemq.broker-url=" + broker.url(), "--tollgate.inbox.retention=365d");
        LargeInbox.fill(people.console.jdbc(), EVENTS);
    }

    @AfterAll
    static void stop() throws Exception {
        people.close();
        broker.stop();
    }

    @Test
    void eachCallAndPageAnswersSoonAndIngestDoesNotSuffer() throws Exception {
        Map<String, List<Long>> asked = new LinkedHashMap<>();
        try (Ingest ingest = new Ingest(people.console.publicPort(), PER_SECOND)) {
            round(new LinkedHashMap<>());
            ingest.take();
            await().pollDelay(QUIET).atMost(LONGEST).until(() -> true);
            Ingest.Answers alone = ingest.take();
            long begun = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                round(asked);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            Ingest.Answers beside = ingest.take();
            report(asked, alone, beside, seconds);
            assertThat(refused).isEmpty();
            assertThat(alone.others() + beside.others()).as("refused").isZero();
            assertThat(beside.accepted() / seconds)
                    .as("events a second")
                    .isGreaterThan(0.95 * alone.accepted() / QUIET.toSeconds());
        }
        assertThat(asked.entrySet())
                .allSatisfy(one -> assertThat(Latencies.of(one.getValue()).p95())
                        .as(one.getKey())
                        .isLessThan(P95_MILLIS));
    }

    private void round(Map<String, List<Long>> asked) throws Exception {
        for (String path : Asked.paths(EVENTS)) {
            time(
                    asked,
                    path,
                    () -> path.startsWith("/api/")
                            ? people.console.get(Role.ADMIN, path)
                            : people.as(Role.ADMIN).get(path));
        }
        for (Map.Entry<String, String> sent : Asked.SENT.entrySet()) {
            String path = Asked.withId(sent.getKey(), EVENTS);
            time(asked, "POST " + path, () -> people.console.send(Role.ADMIN, "POST", path, sent.getValue()));
        }
    }

    private void time(Map<String, List<Long>> asked, String what, Callable<HttpResponse<String>> call)
            throws Exception {
        long begun = System.nanoTime();
        HttpResponse<String> answer = call.call();
        asked.computeIfAbsent(what, none -> new ArrayList<>()).add(System.nanoTime() - begun);
        if (answer.statusCode() != 200) {
            refused.add(what + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private static void report(
            Map<String, List<Long>> asked, Ingest.Answers alone, Ingest.Answers beside, double seconds)
            throws Exception {
        StringBuilder report =
                new StringBuilder("%,d events, %d a second%n%n| path | p50 ms | p95 ms | highest |%n|---|---|---|---|%n"
                        .formatted(EVENTS, PER_SECOND));
        asked.forEach((path, nanos) -> {
            Latencies of = Latencies.of(nanos);
            report.append("| %s | %.1f | %.1f | %.1f |%n".formatted(path, of.p50(), of.p95(), of.highest()));
        });
        report.append(
                "%n| ingest | accepted a second | refused | p50 ms | p95 ms |%n|---|---|---|---|---|%n".formatted());
        report.append(row("alone", alone, QUIET.toSeconds())).append(row("beside", beside, seconds));
        Path file = Path.of("target/scale.md");
        Files.writeString(file, report);
        System.out.println(report);
    }

    private static String row(String name, Ingest.Answers answers, double seconds) {
        return "| %s | %.1f | %d | %.1f | %.1f |%n"
                .formatted(
                        name,
                        answers.accepted() / seconds,
                        answers.others(),
                        answers.latencies().p50(),
                        answers.latencies().p95());
    }
}
