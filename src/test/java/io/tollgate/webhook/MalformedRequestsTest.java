package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.RawHttp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand wrong requests: the sender is told so, and nobody ever that the gateway is broken. */
class MalformedRequestsTest {
    private static final int REQUESTS = 10_000;
    private static final int THREADS = 8;
    private static final int TRIES = 10;
    /** 0: no status line, as in HTTP/0.9, because the request's first line was none; 501 is HTTP's word for a transfer coding, and 505 for a version, that nobody knows. */
    private static final Set<Integer> EXPECTED = Set.of(0, 200, 400, 404, 405, 406, 413, 415, 417, 501, 505);

    private static final Pattern ID = Pattern.compile("\"id\":\"(evt_[^\"]+)\"");

    private final Map<Integer, Integer> seen = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    @Timeout(120)
    void noMalformedRequestIsAnsweredWithAServerError() throws Exception {
        try (Ingress ingress =
                Ingress.start("logging.level.io.tollgate=error", "logging.level.org.springframework=error")) {
            send(ingress.port());

            assertThat(seen.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(REQUESTS);
            assertThat(seen).containsKeys(200, 400, 404, 405, 413);
            assertThat(seen.getOrDefault(0, 0)).as("without a status line").isLessThan(REQUESTS / 20);
            assertThat(Set.copyOf(ingress.jdbc().queryForList("SELECT id FROM tollgate.inbox", String.class)))
                    .isEqualTo(acknowledged);
        }
    }

    private void send(int port) throws Exception {
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                MalformedRequests requests = new MalformedRequests(thread);
                work.add(() -> {
                    for (int i = 0; i < REQUESTS / THREADS; i++) {
                        check(requests.next(), port);
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("A wrong answer: " + e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * A server that closes while a part of a request is unread resets the connection, and a reset takes away an answer that the client
     * has not read yet: asked again, it is heard.
     */
    private static RawHttp.Answer answer(byte[] request, int port) throws Exception {
        RawHttp.Answer answer = RawHttp.send(port, request);
        for (int i = 0; i < TRIES && answer.status() == 0 && answer.body().isEmpty(); i++) {
            answer = RawHttp.send(port, request);
        }
        return answer;
    }

    private void check(byte[] request, int port) throws Exception {
        RawHttp.Answer answer = answer(request, port);
        String sent = new String(Arrays.copyOf(request, Math.min(request.length, 500)), StandardCharsets.ISO_8859_1);
        assertThat(answer.status())
                .as("%s%nanswered %s %s", sent, answer.head(), answer.body())
                .isIn(EXPECTED);
        assertThat(answer.body()).as(sent).doesNotContain("Exception");
        if (answer.status() == 0) {
            assertThat(answer.body()).as(sent).containsPattern("HTTP Status (400|404|405|501|505)");
        }
        seen.merge(answer.status(), 1, Integer::sum);
        ID.matcher(answer.body()).results().forEach(match -> acknowledged.add(match.group(1)));
    }
}
