package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.HandOff;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes stored events to their flows. Any number of relays may share one database. Started once there is a route set;
 * on stop it lets each running attempt end, or leaves its entries to their lease.
 */
public class Relay implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final long ATTEMPTS_END_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long GIVING_BACK_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final HandOff handOff;
    private final Parts parts;
    private final BiFunction<String, Boolean, RelayThread> newThread;
    private final AtomicInteger started = new AtomicInteger();
    private volatile List<RelayThread> threads = List.of();

    /** @param newThread makes one of a name, for fresh entries or for failures */
    Relay(HandOff handOff, Parts parts, BiFunction<String, Boolean, RelayThread> newThread) {
        this.handOff = handOff;
        this.parts = parts;
        this.newThread = newThread;
        parts.broker().onReturn(this::wake);
        parts.settlement().onDue(this::wake);
        parts.runaways().onAbandoned(this::replace);
    }

    /** Looks for due entries at once instead of at the next poll. */
    public void wake() {
        threads.forEach(RelayThread::look);
    }

    /** For what waits in memory one that rests is enough. When none does, each looks once more before it rests. */
    private void arrived(boolean toClaim) {
        List<RelayThread> fresh = threads.stream().filter(RelayThread::isFresh).toList();
        if (!parts.breaker().dueTypes().isEmpty()) {
            threads.stream().filter(thread -> !thread.isFresh()).forEach(RelayThread::wake);
        }
        if (toClaim) {
            fresh.forEach(RelayThread::look);
        } else if (!handOff.isEmpty()) {
            fresh.stream()
                    .filter(RelayThread::isResting)
                    .findFirst()
                    .ifPresentOrElse(RelayThread::wake, () -> fresh.forEach(RelayThread::wake));
        }
    }

    @Override
    public synchronized void start() {
        if (threads.isEmpty()) {
            RelayProperties settings = parts.settings();
            threads = Stream.concat(Stream.generate(() -> true).limit(settings.threads()), Stream.of(false))
                    .map(this::next)
                    .toList();
            handOff.open(new HandOff.Terms(
                    settings.lease(),
                    settings.lease().minus(settings.deadline()).minus(settings.grace()),
                    parts.held()::fromTheFirst,
                    this::arrived));
            threads.forEach(Thread::start);
        }
    }

    private RelayThread next(boolean fresh) {
        return newThread.apply("relay-" + started.incrementAndGet(), fresh);
    }

    private synchronized void replace(Thread lost) {
        threads.stream().filter(thread -> thread == lost).findFirst().ifPresent(thread -> {
            RelayThread replacement = next(thread.isFresh());
            threads = Stream.concat(threads.stream().filter(other -> other != lost), Stream.of(replacement))
                    .toList();
            replacement.start();
        });
    }

    /** Replaces each thread that has died, as of an error in the handling of an error. */
    synchronized void revive() {
        threads.stream().filter(thread -> !thread.isAlive()).toList().forEach(thread -> {
            log.error(
                    "{} has died; another thread takes over, and its entries are due again after their lease",
                    thread.getName());
            replace(thread);
        });
    }

    @Override
    public synchronized void stop() {
        threads.forEach(RelayThread::requestStop);
        Thread first = giveBack(handOff.close());
        join(threads, ATTEMPTS_END_NANOS);
        threads.stream()
                .filter(Thread::isAlive)
                .forEach(thread -> log.warn(
                        "{} is still in an attempt; its entries are due again after their lease", thread.getName()));
        threads = List.of();
        join(List.of(first, giveBack(handOff.close())), GIVING_BACK_NANOS);
    }

    /** On a thread of its own: a database that hangs, or a lock on these rows, must not hold up the stop. */
    private Thread giveBack(List<Entry> left) {
        Thread giving = new Thread(() -> parts.settlement().giveBack(left), "relay-stop");
        giving.setDaemon(true);
        giving.start();
        return giving;
    }

    private static void join(List<? extends Thread> threads, long nanos) {
        long end = System.nanoTime() + nanos;
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean runs(Thread thread) {
        return threads.contains(thread);
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    /** Package routing starts it, once a route set is loaded. */
    @Override
    public boolean isAutoStartup() {
        return false;
    }

    /** Stops after the ingress and before the beans that it uses. */
    @Override
    public int getPhase() {
        return 0;
    }
}
