package io.tollgate.faults;

import io.tollgate.support.Signatures;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Signed events at a steady rate, whatever becomes of them: an arrival does not wait for the answer to the one before,
 * unless 500 wait. Nothing is sent twice. Of ten events seven are payments, two are checkouts, and one has no flow.
 */
final class Load implements AutoCloseable {
    static final String SECRET = "whsec_faults";
    private static final List<String> TYPES = List.of(
            "payment_intent.succeeded",
            "payment_intent.succeeded",
            "checkout.session.completed",
            "payment_intent.succeeded",
            "payment_intent.succeeded",
            "customer.created",
            "payment_intent.succeeded",
            "checkout.session.completed",
            "payment_intent.succeeded",
            "payment_intent.succeeded");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A sender has so many connections; with more, a slow machine would only measure its own accept queue. */
    private static final int MOST_IN_FLIGHT = 500;

    private static final String PADDING = "x".repeat(1000);

    /** No answer at all: the connection was refused, or broke. */
    static final int NONE = 0;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
    private final Map<String, Long> answeredAt = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final IntSupplier port;
    private final Supplier<Instant> clock;
    private final String prefix;
    private List<String> types = TYPES;

    /** @param port asked before each event, so that a load can go to several gateways in turn */
    Load(String prefix, IntSupplier port) {
        this(prefix, port, Instant::now);
    }

    /** @param clock what the signatures say */
    Load(String prefix, IntSupplier port, Supplier<Instant> clock) {
        this.prefix = prefix;
        this.port = port;
        this.clock = clock;
    }

    /** Of these types, in turn. */
    Load ofTypes(String... types) {
        this.types = List.of(types);
        return this;
    }

    /** Sends until it is closed. */
    Load start(int perSecond) {
        pacer.scheduleAtFixedRate(this::next, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        return this;
    }

    private void next() {
        if (inFlight.get() >= MOST_IN_FLIGHT) {
            return;
        }
        int number = sent.getAndIncrement();
        send("evt_" + prefix + number, types.get(number % types.size()));
    }

    /** One more event, of this type. */
    void send(String id, String type) {
        String body = event(id, type);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port.getAsInt() + "/webhooks/stripe"))
                .timeout(PATIENCE)
                .header("Stripe-Signature", Signatures.sign(body, SECRET, clock.get()))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long start = System.nanoTime();
        sentAt.put(id, start);
        answers.put(id, NONE);
        inFlight.incrementAndGet();
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
            answeredAt.put(id, System.nanoTime());
            answers.put(id, failure == null ? answer.statusCode() : NONE);
            if (failure != null) {
                failures.merge(String.valueOf(failure), 1, Integer::sum);
            }
            inFlight.decrementAndGet();
        });
    }

    static String event(String id, String type) {
        return "{\"id\":\"" + id + "\",\"object\":\"event\",\"type\":\"" + type + "\",\"created\":1767225600,"
                + "\"livemode\":false,\"data\":{\"object\":{\"id\":\"obj_" + id
                + "\",\"amount\":1200,\"currency\":\"usd\"}},"
                + "\"padding\":\"" + PADDING + "\"}";
    }

    int sent() {
        return answers.size();
    }

    List<String> answeredWith(int status) {
        return answers.entrySet().stream()
                .filter(answer -> answer.getValue() == status)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** When each was sent, by {@link System#nanoTime}. */
    Map<String, Long> sentAt() {
        return sentAt;
    }

    /** When each was answered, in the same way. */
    Map<String, Long> answeredAt() {
        return answeredAt;
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

    /** Sends no more, and returns once the last one is answered. */
    @Override
    public void close() {
        pacer.shutdown();
        Awaitility.await("the last answers")
                .atMost(PATIENCE.plusSeconds(10))
                .until(() -> pacer.isTerminated() && inFlight.get() == 0);
    }
}
