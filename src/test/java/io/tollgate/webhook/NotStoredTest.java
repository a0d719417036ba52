package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever keeps an event from being stored is a 503, and the event is not there. */
class NotStoredTest {
    private final String id = Ingress.newId();

    @Test
    void aDatabaseThatHangsIs503AndTheEventIsStoredWhenItIsSentAgain() throws Exception {
        try (Ingress ingress = Ingress.start("tollgate.inbox.store-timeout=500ms")) {
            try (Connection other = lockedInbox(ingress)) {
                assertNotStored(ingress.postSigned(Ingress.event(id)));
                other.rollback();
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> ingress.postSigned(Ingress.event(id)).statusCode() == 200);
            assertThat(ingress.stored(id)).isEqualTo(1);
        }
    }

    @Test
    void noMoreRequestsWaitThanAreAllowed() throws Exception {
        try (Ingress ingress = Ingress.start("tollgate.webhook.in-flight=2")) {
            try (Connection other = lockedInbox(ingress)) {
                CompletableFuture<?> first = waiting(ingress, Ingress.newId());
                CompletableFuture<?> second = waiting(ingress, Ingress.newId());

                await().until(() -> ingress.requestsInFlight() == 2);

                HttpResponse<String> third = ingress.post("/webhooks/stripe", "", "t=1,v1=aa");
                assertThat(third.statusCode()).isEqualTo(503);
                assertThat(third.body()).contains("Too many events at once");
                assertThat(first).isNotDone();
                assertThat(second).isNotDone();
                other.rollback();
                assertThat(first.join()).isEqualTo(200);
                assertThat(second.join()).isEqualTo(200);
            }
            assertThat(ingress.postSigned(Ingress.event(id)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theTimeInFrontOfABusyWriterCountsAsWaiting() throws Exception {
        try (Ingress ingress = Ingress.start(
                "tollgate.inbox.store-timeout=2s", "tollgate.inbox.writers=1", "tollgate.inbox.batch=1")) {
            ingress.jdbc().execute("""
                    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_sleep(1.2); RETURN NEW; END'""");
            ingress.jdbc().execute("""
                    CREATE TRIGGER slow BEFORE INSERT ON tollgate.inbox FOR EACH ROW EXECUTE FUNCTION slow()""");

            long start = System.nanoTime();
            List<CompletableFuture<Integer>> posts = Stream.generate(() -> waiting(ingress, Ingress.newId()))
                    .limit(6)
                    .toList();
            List<Integer> answers = posts.stream().map(CompletableFuture::join).toList();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3500));
            assertThat(answers).containsOnly(200, 503).containsOnlyOnce(200);
            ingress.jdbc().execute("DROP TRIGGER slow ON tollgate.inbox");
            assertThat(ingress.postSigned(Ingress.event(id)).statusCode())
                    .as("slow is not away")
                    .isEqualTo(200);
        }
    }

    /** What a hasty edit could do to the route. */
    @ParameterizedTest
    @CsvSource({
        "variableReceive: stored, variableReceive: other",
        "ref: acknowledgement, ref: signatureVerifier",
        "ref: signatureVerifier, ref: acknowledgement",
        "method: accept, method: accepts",
        "ref: refusal, ref: acknowledgement"
    })
    void anEditThatBreaksTheRouteAcknowledgesNothing(String line, String edit, @TempDir Path routes) throws Exception {
        String route = Files.readString(Path.of("routes/receive.camel.yaml"));
        assertThat(route).contains(line);
        Files.writeString(routes.resolve("receive.camel.yaml"), route.replace(line, edit));

        try (Ingress ingress = Ingress.start("tollgate.routes=" + routes)) {
            String body = line.equals("ref: refusal") ? "no event" : Ingress.event(id);
            assertNotStored(ingress.postSigned(body));
        }
    }

    @Test
    void aStatusThatAStepSetsAcknowledgesNothing(@TempDir Path routes) throws Exception {
        String route = Files.readString(Path.of("routes/receive.camel.yaml"));
        Files.writeString(
                routes.resolve("receive.camel.yaml"), route.substring(0, route.indexOf("        - to:")) + """
                        - setHeader:
                            name: CamelHttpResponseCode
                            expression:
                              constant:
                                expression: "200"
                        - setBody:
                            expression:
                              constant:
                                expression: '{"received":true}'
                """);

        try (Ingress ingress = Ingress.start("tollgate.routes=" + routes)) {
            assertNotStored(ingress.postSigned(Ingress.event(id)));
        }
    }

    @Test
    void withoutARouteNothingIsAcknowledged(@TempDir Path routes) throws Exception {
        Files.writeString(routes.resolve("receive.camel.yaml"), """
                - route:
                    id: another
                    from:
                      uri: direct
                      parameters: { name: another }
                      steps:
                        - log: { message: another }
                """);

        try (Ingress ingress = Ingress.start("tollgate.routes=" + routes)) {
            assertNotStored(ingress.postSigned(Ingress.event(id)));
        }
    }

    private static void assertNotStored(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("10");
        assertThat(answer.body()).doesNotContain("received");
    }

    private static Connection lockedInbox(Ingress ingress) throws Exception {
        Connection connection = ingress.jdbc().getDataSource().getConnection();
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement()) {
            lock.execute("LOCK TABLE tollgate.inbox IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }

    private static CompletableFuture<Integer> waiting(Ingress ingress, String id) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return ingress.postSigned(Ingress.event(id)).statusCode();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }
}
