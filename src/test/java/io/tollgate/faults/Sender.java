package io.tollgate.faults;

import io.tollgate.support.Signatures;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Sends signed events, waits for none of the answers, and notes them. */
final class Sender {
    static final String SECRET = "whsec_faults";
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String PADDING = "x".repeat(1000);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final Deliveries deliveries = new Deliveries();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final IntSupplier port;
    private final Supplier<Instant> clock;

    /**
     * @param port asked before each request
     * @param clock what the signatures say
     */
    Sender(IntSupplier port, Supplier<Instant> clock) {
        this.port = port;
        this.clock = clock;
    }

    /** An event that is sent, the same bytes with the same signature, each time that this is run: at most twice. */
    Runnable event(String id, String type) {
        String body = body(id, type);
        String signature = Signatures.sign(body, SECRET, clock.get());
        return () -> send(id, body, signature);
    }

    static String body(String id, String type) {
        return "{\"id\":\"" + id + "\",\"object\":\"event\",\"type\":\"" + type + "\",\"created\":1767225600,"
                + "\"livemode\":false,\"data\":{\"object\":{\"id\":\"obj_" + id
                + "\",\"amount\":1200,\"currency\":\"usd\"}},"
                + "\"padding\":\"" + PADDING + "\"}";
    }

    private void send(String id, String body, String signature) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port.getAsInt() + "/webhooks/stripe"))
                .timeout(PATIENCE)
                .header("Stripe-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        Delivery delivery = deliveries.begin(id);
        inFlight.incrementAndGet();
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).whenComplete((answer, failure) -> {
            slowestNanos.accumulateAndGet(System.nanoTime() - delivery.sentAt(), Math::max);
            if (failure == null) {
                delivery.answered(answer.statusCode(), answer.body());
            } else {
                failures.merge(String.valueOf(failure), 1, Integer::sum);
            }
            inFlight.decrementAndGet();
        });
    }

    /** Requests that wait for their answer. */
    int inFlight() {
        return inFlight.get();
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** Why there was no answer, and how often. */
    Map<String, Integer> failures() {
        return failures;
    }

    /** How long the slowest request so far had to wait for its answer, or for the end of its connection. */
    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    /** Forgets the slowest request so far. */
    void resetSlowest() {
        slowestNanos.set(0);
    }
}
