package io.tollgate.warmup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Posts events of the warm-up over several connections, each the next one when it has the answer to the last. */
final class Load {
    private final WarmUp warmUp;
    private final WarmUpTarget target;
    private final OwnEvent event;
    private final InetSocketAddress address;
    private final String path;
    private final long end;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicReference<String> failure = new AtomicReference<>();

    /** @param end by {@link System#nanoTime}: when it begins no request any more */
    Load(WarmUp warmUp, WarmUpTarget target, OwnEvent event, InetSocketAddress address, String path, long end) {
        this.warmUp = warmUp;
        this.target = target;
        this.event = event;
        this.address = address;
        this.path = path;
        this.end = end;
    }

    /** Returns at once what is completed when each connection has its last answer. */
    CompletableFuture<Void> start(int connections) {
        return CompletableFuture.allOf(IntStream.rangeClosed(1, connections)
                .mapToObj(i -> CompletableFuture.runAsync(this::post, work -> {
                    Thread thread = new Thread(work, "warm-up-" + i);
                    thread.setDaemon(true);
                    thread.start();
                }))
                .toArray(CompletableFuture[]::new));
    }

    /** Requests that were answered 200. */
    int answered() {
        return answered.get();
    }

    /** Why it ended early; null when it did not. */
    String failure() {
        return failure.get();
    }

    private void post() {
        try (Connection connection = new Connection(address, path)) {
            while (goesOn()) {
                byte[] body = event.body(warmUp.nextId());
                int status = connection.post(body, target.signature(body));
                if (status != 200) {
                    throw new IOException("an event was answered " + status);
                }
                answered.incrementAndGet();
            }
        } catch (IOException | RuntimeException e) {
            failure.compareAndSet(null, String.valueOf(e.getMessage()));
        }
    }

    private boolean goesOn() {
        return failure.get() == null && warmUp.isReceiving() && System.nanoTime() - end < 0;
    }
}
