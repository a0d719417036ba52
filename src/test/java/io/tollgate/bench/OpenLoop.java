package io.tollgate.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Events at a fixed rate, whatever the server does. Each has a moment at which it is due, and its latency counts from
 * there, also when all 64 connections were busy then: so a server that stalls is charged for every event it held up.
 */
final class OpenLoop {
    private static final int CONNECTIONS = 64;

    private final SignedEvents events;
    private final int port;
    private final double perSecond;
    private final long[] answered;
    private final AtomicInteger next = new AtomicInteger();
    private long start;

    OpenLoop(SignedEvents events, int port, double perSecond, int seconds) {
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
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            start = System.nanoTime() + 500_000_000;
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                running.add(connections.submit(this::send));
            }
            for (Future<?> one : running) {
                one.get();
            }
            return this;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            connections.shutdownNow();
        }
    }

    private Void send() throws IOException {
        Connection connection = new Connection(port);
        try {
            for (int number = next.getAndIncrement(); number < answered.length; number = next.getAndIncrement()) {
                byte[] request = events.request(number);
                for (long wait = dueAt(number) - System.nanoTime();
                        wait > 0;
                        wait = dueAt(number) - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                try {
                    connection.exchange(request);
                } catch (EOFException | SocketException e) {
                    // a server may close what it was not asked on for a while, just when it is asked
                    connection.close();
                    connection = new Connection(port);
                    connection.exchange(request);
                }
                answered[number] = System.nanoTime() - dueAt(number);
            }
            return null;
        } finally {
            connection.close();
        }
    }

    private static final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Connection(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        void exchange(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            HttpAnswer.read(in);
        }

        @Override
        public void close() throws IOException {
            socket.close();
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
