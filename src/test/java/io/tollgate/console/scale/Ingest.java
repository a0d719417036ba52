package io.tollgate.console.scale;

import io.tollgate.console.TestConsole;
import io.tollgate.support.Signatures;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Posts so many events a second, whatever the answers. */
final class Ingest implements AutoCloseable {
    private static final AtomicLong NUMBER = new AtomicLong();
    private static final String BODY =
            "{\"id\":\"evt_now%d\",\"object\":\"event\",\"type\":\"invoice.paid\",\"created\":1767225600,\"livemode\":true,\"data\":"
                    + "{\"object\":{\"id\":\"in_%d\",\"object\":\"invoice\",\"padding\":\"" + "x".repeat(900) + "\"}}}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();
    private final URI uri;

    Ingest(int port, int perSecond) {
        this.uri = URI.create("http://127.0.0.1:" + port + "/webhooks/stripe");
        clock.scheduleAtFixedRate(this::post, 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
    }

    private void post() {
        long number = NUMBER.incrementAndGet();
        String body = BODY.formatted(number, number);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Stripe-Signature", Signatures.sign(body, TestConsole.SECRET, Instant.now()))
                .POST(BodyPublishers.ofString(body))
                .build();
        long begun = System.nanoTime();
        http.sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, e) -> note(answer, begun));
    }

    private void note(HttpResponse<Void> answer, long begun) {
        nanos.add(System.nanoTime() - begun);
        (answer != null && answer.statusCode() == 200 ? accepted : others).incrementAndGet();
    }

    /** What was answered since the last call: how many 200, how many others, and the latencies in milliseconds. */
    Answers take() {
        List<Long> taken = new ArrayList<>();
        for (Long one = nanos.poll(); one != null; one = nanos.poll()) {
            taken.add(one);
        }
        return new Answers(accepted.getAndSet(0), others.getAndSet(0), Latencies.of(taken));
    }

    record Answers(int accepted, int others, Latencies latencies) {}

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
