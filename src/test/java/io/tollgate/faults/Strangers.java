package io.tollgate.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections of people who know no secret, all at once, from one thread: each sends a beginning, then a byte now and then.
 * Whoever is hung up on comes again.
 */
final class Strangers implements AutoCloseable {
    private static final long ROUND_NANOS = 10_000_000;
    private static final int FIRST_A_ROUND = 10;

    /**
     * @param beginning what each sends at once
     * @param more what it goes on with, byte by byte and from the beginning again
     * @param pauseMillis between two bytes; zero for all that the connection takes
     * @param receiveBuffer bytes of one that never reads; zero for one that does
     * @param again how many come again in a round of 10 ms at most
     */
    record Attack(byte[] beginning, byte[] more, int pauseMillis, int receiveBuffer, int again) {}

    private static final class Stranger {
        private ByteBuffer rest;
        private int next;
        private long due;
    }

    private final Attack attack;
    /** Direct: of any other one, each write would copy all that is left of a megabyte first. */
    private final ByteBuffer beginning;

    private final int port;
    private final int most;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "strangers");
    private volatile boolean closing;

    Strangers(int port, int most, Attack attack) {
        this.port = port;
        this.most = most;
        this.attack = attack;
        this.beginning = ByteBuffer.allocateDirect(attack.beginning.length)
                .put(attack.beginning)
                .flip();
    }

    Strangers start() {
        thread.start();
        return this;
    }

    /** Connections up to now. */
    int opened() {
        return opened.get();
    }

    /** Connections that stand. */
    int open() {
        return open.get();
    }

    private void run() {
        try (Selector selector = Selector.open()) {
            while (!closing) {
                long start = System.nanoTime();
                int wanted = opened.get() < most ? FIRST_A_ROUND : attack.again;
                for (int i = 0; i < wanted && selector.keys().size() < most; i++) {
                    connect(selector);
                }
                selector.selectNow();
                for (SelectionKey key : selector.keys()) {
                    if (key.isValid()) {
                        step(key);
                    }
                }
                open.set(selector.keys().size());
                long left = ROUND_NANOS - (System.nanoTime() - start);
                selector.select(Math.max(1, left / 1_000_000));
                selector.selectedKeys().clear();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("The attack broke off", e);
        }
    }

    private void connect(Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (attack.receiveBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, attack.receiveBuffer);
        }
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Stranger stranger = new Stranger();
        stranger.rest = beginning.duplicate();
        channel.register(selector, SelectionKey.OP_CONNECT, stranger);
        opened.incrementAndGet();
    }

    private void step(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        Stranger stranger = (Stranger) key.attachment();
        try {
            if (!channel.isConnected() && !channel.finishConnect()) {
                return;
            }
            key.interestOps(attack.receiveBuffer > 0 ? 0 : SelectionKey.OP_READ);
            if (attack.receiveBuffer == 0 && channel.read(ByteBuffer.allocate(512)) < 0) {
                channel.close();
                return;
            }
            channel.write(stranger.rest);
            long now = System.nanoTime();
            if (!stranger.rest.hasRemaining() && now >= stranger.due) {
                stranger.rest = more(stranger);
                stranger.due = now + attack.pauseMillis * 1_000_000L;
            }
        } catch (IOException e) {
            channel.close();
        }
    }

    private ByteBuffer more(Stranger stranger) {
        if (attack.more.length == 0) {
            return ByteBuffer.allocate(0);
        }
        if (attack.pauseMillis == 0) {
            return ByteBuffer.wrap(attack.more);
        }
        int at = stranger.next++ % attack.more.length;
        return ByteBuffer.wrap(Arrays.copyOfRange(attack.more, at, at + 1));
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
