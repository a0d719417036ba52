package io.tollgate.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Signed events at a steady rate, whatever becomes of them: an arrival does not wait for the answer to the one before,
 * unless 500 wait. One in 19 is sent a second time, 100 ms later, answered or not; none because it was refused. Of ten
 * events seven are payments, two are checkouts, and one has no flow.
 */
final class Load implements AutoCloseable {
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
    /** A sender has so many connections; with more, a slow machine would only measure its own accept queue. */
    private static final int MOST_IN_FLIGHT = 500;

    /** Prime to the number of types, so that each has its share. */
    private static final int ONE_REPEAT_IN = 19;

    private static final int ONE_BAD_IN = 99;
    private static final long REPEATED_AFTER_MILLIS = 100;

    private final ScheduledExecutorService pacer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final String prefix;
    private final Sender sender;
    private List<String> types = TYPES;
    private boolean withBadEvents;

    /** @param port asked before each request, so that a load can go to several gateways in turn */
    Load(String prefix, IntSupplier port) {
        this(prefix, port, Instant::now);
    }

    /** @param clock what the signatures say */
    Load(String prefix, IntSupplier port, Supplier<Instant> clock) {
        this.prefix = prefix;
        this.sender = new Sender(port, clock);
    }

    /** Of these types, in turn. */
    Load ofTypes(String... types) {
        this.types = List.of(types);
        return this;
    }

    /** One in 99 is one of the {@link BadEvents}, of any of the types. */
    Load withBadEvents() {
        withBadEvents = true;
        return this;
    }

    /** Sends until it is closed. */
    Load start(int perSecond) {
        pacer.scheduleAtFixedRate(this::next, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        return this;
    }

    private void next() {
        if (sender.inFlight() >= MOST_IN_FLIGHT) {
            return;
        }
        int number = sent.getAndIncrement();
        String id = "evt_" + prefix + number + (withBadEvents && number % ONE_BAD_IN == 0 ? BadEvents.MARK : "");
        Runnable event = sender.event(id, types.get(number % types.size()));
        event.run();
        if (number % ONE_REPEAT_IN == 0) {
            pacer.schedule(event, REPEATED_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** One more event, of this type, and once. */
    void send(String id, String type) {
        sender.event(id, type).run();
    }

    /** Events; each counts once. */
    int sent() {
        return sender.deliveries().events();
    }

    /** Events of which a request got this answer; see {@link Deliveries#answeredWith}. */
    List<String> answeredWith(int status) {
        return sender.deliveries().answeredWith(status);
    }

    /** Requests that got another answer, or none; repeats too. */
    List<Delivery> notAnsweredWith(int status) {
        return sender.deliveries().which(delivery -> delivery.status() != status);
    }

    /** All requests, repeats too. */
    Deliveries deliveries() {
        return sender.deliveries();
    }

    /** Why there was no answer, and how often. */
    Map<String, Integer> failures() {
        return sender.failures();
    }

    /** How long the slowest request so far had to wait for its answer, or for the end of its connection. */
    Duration slowest() {
        return sender.slowest();
    }

    /** Forgets the slowest request so far. */
    void resetSlowest() {
        sender.resetSlowest();
    }

    /** Sends no more but the last repeats, and returns once the last one is answered. */
    @Override
    public void close() {
        pacer.shutdown();
        Awaitility.await("the last answers")
                .atMost(Sender.PATIENCE.plusSeconds(10))
                .until(() -> pacer.isTerminated() && sender.inFlight() == 0);
    }
}
