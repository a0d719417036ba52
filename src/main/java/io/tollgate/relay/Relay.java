package io.tollgate.relay;

import io.tollgate.inbox.HandOff;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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
    private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(5);

    private final int freshThreads;
    private final Breaker breaker;
    private final HandOff handOff;
    private final HandOff.Terms terms;
    private final Settlement settlement;
    private final BiFunction<String, Boolean, RelayThread> newThread;
    private final AtomicInteger started = new AtomicInteger();
    private volatile List<RelayThread> threads = List.of();

    /** @param newThread makes one of a name, for fresh entries or for failures */
    Relay(
            HandOff handOff,
            Broker broker,
            Settlement settlement,
            Runaways runaways,
            Breaker breaker,
            RelayProperties settings,
            Supplier<Set<String>> held,
            BiFunction<String, Boolean, RelayThread> newThread) {
        this.freshThreads = settings.threads();
        this.handOff = handOff;
        this.settlement = settlement;
        this.breaker = breaker;
        this.newThread = newThread;
        this.terms = new HandOff.Terms(
                settings.lease(),
                settings.lease().minus(settings.deadline()).minus(settings.grace()),
                () -> {
                    Set<String> waits = new HashSet<>(held.get());
                    waits.addAll(breaker.openTypes());
                    return waits;
                },
                this::arrived);
        broker.onReturn(this::wake);
        settlement.onDue(this::wake);
        runaways.onAbandoned(this::replace);
    }

    /** Looks for due entries at once instead of at the next poll. */
    public void wake() {
        threads.forEach(RelayThread::look);
    }

    private void arrived(boolean toClaim) {
        if (!breaker.dueTypes().isEmpty()) {
            threads.stream().filter(thread -> !thread.isFresh()).forEach(RelayThread::wake);
        }
        if (toClaim) {
            threads.stream().filter(RelayThread::isFresh).forEach(RelayThread::look);
        } else if (!handOff.isEmpty()) {
            wakeOne();
        }
    }

    /** One that rests is enough. When none does, each looks once more before it rests. */
    private void wakeOne() {
        List<RelayThread> fresh = threads.stream().filter(RelayThread::isFresh).toList();
        fresh.stream()
                .filter(RelayThread::isResting)
                .findFirst()
                .ifPresentOrElse(RelayThread::wake, () -> fresh.forEach(RelayThread::wake));
    }

    @Override
    public synchronized void start() {
        if (threads.isEmpty()) {
            Stream<Boolean> lanes = Stream.concat(Stream.generate(() -> true).limit(freshThreads), Stream.of(false));
            threads = lanes.map(this::next).toList();
            handOff.open(terms);
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
        settlement.giveBack(handOff.close());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
        try {
            for (RelayThread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
                if (thread.isAlive()) {
                    log.warn(
                            "{} is still in an attempt; its entries are due again after their lease", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads = List.of();
        settlement.giveBack(handOff.close());
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
