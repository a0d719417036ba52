package io.tollgate.faults;

import io.tollgate.support.RawHttp;
import io.tollgate.support.Signatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Signed events at a steady rate, each over a connection of its own, from one address; due whatever came of the last one. */
final class SeparateEvents implements AutoCloseable {
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService senders = Executors.newFixedThreadPool(100);
    private final Map<String, Long> due = new ConcurrentHashMap<>();
    private final Map<String, Long> stored = new ConcurrentHashMap<>();
    private final Map<String, Integer> others = new ConcurrentHashMap<>();
    private final String prefix = "evt_separate" + RUNS.incrementAndGet() + "x";
    private final int port;
    private final String secret;
    private final AtomicInteger number = new AtomicInteger();

    SeparateEvents(int port, String secret, int perSecond) {
        this.port = port;
        this.secret = secret;
        pacer.scheduleAtFixedRate(this::next, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
    }

    private void next() {
        String id = prefix + number.getAndIncrement();
        due.put(id, System.nanoTime());
        senders.execute(() -> send(id));
    }

    private void send(String id) {
        try {
            String event = Sender.body(id, "payment_intent.succeeded");
            String head = "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nConnection: close\r\nStripe-Signature: "
                    + Signatures.sign(event, secret, Instant.now()) + "\r\nContent-Length: "
                    + event.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n";
            // head and body apart, as many clients write them
            byte[] body = event.getBytes(StandardCharsets.UTF_8);
            int status = RawHttp.send(port, head.getBytes(StandardCharsets.US_ASCII), body, 1)
                    .status();
            if (status == 200) {
                stored.put(id, System.nanoTime());
            } else {
                others.merge(Integer.toString(status), 1, Integer::sum);
            }
        } catch (IOException e) {
            others.merge(e.getClass().getSimpleName(), 1, Integer::sum);
        }
    }

    int sent() {
        return due.size();
    }

    int stored() {
        return stored.size();
    }

    /** What was answered instead of 200, and how often. */
    Map<String, Integer> others() {
        return Map.copyOf(others);
    }

    /** Sends no more, and waits for the last answers; those of events that are not stored yet by then are missing. */
    Latencies end() throws InterruptedException {
        pacer.shutdown();
        senders.shutdown();
        senders.awaitTermination(30, TimeUnit.SECONDS);
        return Latencies.of(due, stored, dueAt -> true);
    }

    @Override
    public void close() {
        pacer.shutdownNow();
        senders.shutdownNow();
    }
}
