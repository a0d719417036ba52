package io.tollgate.bench;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Events at a fixed rate, whatever the server does. Each has a moment at which it is due, and its latency counts from
 * there, also when all connections were busy then: so a server that stalls is charged for every event it held up.
 * Two threads do it all, so that the load takes little of the processors that it shares with the server.
 */
final class OpenLoop {
    private static final int CONNECTIONS = 64;
    private static final long MOST_LATE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final SignedEvents events;
    private final int port;
    private final double perSecond;
    private final long[] answered;
    private final BlockingQueue<PacedConnection> idle;
    private final int connectionCount;
    private volatile boolean ended;
    private long start;

    OpenLoop(SignedEvents events, int port, double perSecond, int seconds) {
        this(events, port, perSecond, seconds, CONNECTIONS);
    }

    OpenLoop(SignedEvents events, int port, double perSecond, int seconds, int connections) {
        this.connectionCount = connections;
        this.idle = new ArrayBlockingQueue<>(connections);
        this.events = events;
        this.port = port;
        this.perSecond = perSecond;
        this.answered = new long[(int) (perSecond * seconds)];
    }

    int count() {
        return answered.length;
    }

    /** @throws IllegalStateException when anything but a 200 came back */
    OpenLoop run() throws IOException, InterruptedException {
        List<PacedConnection> connections = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connectionCount; i++) {
                connections.add(new PacedConnection(selector, port));
            }
            idle.addAll(connections);
            start = System.nanoTime() + 500_000_000;
            CompletableFuture<Void> sending = CompletableFuture.runAsync(this::send, task -> new Thread(task).start());
            try {
                receive(selector, sending);
            } finally {
                ended = true;
                sending.get();
            }
            return this;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            for (PacedConnection connection : connections) {
                connection.close();
            }
        }
    }

    private void send() {
        try {
            for (int number = 0; number < answered.length && !ended; number++) {
                byte[] request = events.request(number);
                for (long wait = dueAt(number) - System.nanoTime();
                        wait > 0;
                        wait = dueAt(number) - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                PacedConnection connection = null;
                while (connection == null && !ended) {
                    connection = idle.poll(1, TimeUnit.SECONDS);
                }
                if (connection != null) {
                    connection.send(number, request);
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void receive(Selector selector, CompletableFuture<Void> sending) throws IOException {
        int missing = answered.length;
        while (missing > 0 && !sending.isCompletedExceptionally()) {
            if (System.nanoTime() - dueAt(answered.length) > MOST_LATE_NANOS) {
                throw new IllegalStateException(missing + " events were not answered a minute after the last was due");
            }
            selector.select(1000);
            for (var key : selector.selectedKeys()) {
                PacedConnection connection = (PacedConnection) key.attachment();
                int number = connection.receive();
                if (number >= 0) {
                    answered[number] = System.nanoTime() - dueAt(number);
                    idle.add(connection);
                    missing--;
                }
            }
            selector.selectedKeys().clear();
        }
    }

    /** By {@link System#nanoTime}. */
    long dueAt(int number) {
        return start + (long) (number * 1e9 / perSecond);
    }

    /** Nanoseconds from the moment an event was due until it was acknowledged, by its number. */
    long[] acknowledged() {
        return answered;
    }

    /** Nanoseconds from the moment an event was due until its message came. */
    long[] delivered(Deliveries deliveries) {
        long[] nanos = new long[answered.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = deliveries.receivedAt(i) - dueAt(i);
        }
        return nanos;
    }
}
