package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.Signatures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Someone posts from before the first moment until after the last one. */
class LifetimeTest {
    private static final int REFUSED = 0;
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> seen = new ConcurrentHashMap<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private volatile boolean posting = true;
    private volatile boolean closing;

    @Test
    void postsSeeRefusedOr503UntilTheyAreStored() throws Exception {
        int port = Ingress.freePort();
        List<Thread> posters = List.of(poster(port), poster(port));
        posters.forEach(Thread::start);

        Ingress ingress = Ingress.start(port, "logging.level.io.tollgate=error");
        await().atMost(Duration.ofSeconds(20)).until(() -> seen.getOrDefault(200, 0) > 100);
        Set<String> before = Set.copyOf(acknowledged);
        assertThat(ingress.jdbc().queryForList("SELECT id FROM tollgate.inbox", String.class))
                .containsAll(before);
        closing = true;
        ingress.close();
        int after = seen.get(REFUSED);
        await().atMost(Duration.ofSeconds(20)).until(() -> seen.get(REFUSED) > after);
        posting = false;
        for (Thread poster : posters) {
            poster.join();
        }

        assertThat(unexpected).isEmpty();
        assertThat(seen).containsOnlyKeys(REFUSED, 200, 503);
    }

    @Test
    void requestsInFlightAreAnsweredWhileTheGatewayStops() throws Exception {
        Ingress ingress = Ingress.start("logging.level.io.tollgate=error", "tollgate.inbox.store-timeout=20s");
        int port = ingress.port();
        ExecutorService callers = Executors.newFixedThreadPool(201);
        Future<?> closed;
        List<Future<Integer>> posts;
        try (Connection other = DriverManager.getConnection(ingress.databaseUrl(), "postgres", "")) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE tollgate.inbox IN ACCESS EXCLUSIVE MODE");
            posts = IntStream.range(0, 200)
                    .mapToObj(i -> callers.submit(() -> {
                        String id = Ingress.newId();
                        int status = post(port, id);
                        if (status == 200) {
                            acknowledged.add(id);
                        }
                        return status;
                    }))
                    .toList();
            await().atMost(Duration.ofSeconds(15)).until(() -> ingress.requestsInFlight() == 200);

            closed = callers.submit(ingress::close);
            await().until(ingress::isStopping);
            other.rollback();
        }

        for (Future<Integer> post : posts) {
            assertThat(post.get(15, TimeUnit.SECONDS)).isIn(200, 503);
        }
        closed.get(20, TimeUnit.SECONDS);
        callers.shutdownNow();
        assertThat(acknowledged).as("those that were under way").isNotEmpty();
        try (Connection after = DriverManager.getConnection(ingress.databaseUrl(), "postgres", "");
                ResultSet ids = after.createStatement().executeQuery("SELECT id FROM tollgate.inbox")) {
            Set<String> stored = new HashSet<>();
            while (ids.next()) {
                stored.add(ids.getString(1));
            }
            assertThat(stored).containsAll(acknowledged);
        }
    }

    private Thread poster(int port) {
        return new Thread(() -> {
            while (posting) {
                String id = Ingress.newId();
                int status = post(port, id);
                if (status == 200) {
                    acknowledged.add(id);
                }
                seen.merge(status, 1, Integer::sum);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        });
    }

    private int post(int port, String id) {
        String event = Ingress.event(id);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/stripe"))
                .header("Stripe-Signature", Signatures.sign(event, Ingress.SECRET, Instant.now()))
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == 503
                    && answer.headers().firstValue("Retry-After").isEmpty()) {
                unexpected.add("503 without Retry-After: " + answer.body());
            }
            return answer.statusCode();
        } catch (ConnectException e) {
            return REFUSED;
        } catch (IOException e) {
            // A connection that was kept may be closed under a request while the gateway stops.
            if (!closing) {
                unexpected.add(e.toString());
            }
            return REFUSED;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
