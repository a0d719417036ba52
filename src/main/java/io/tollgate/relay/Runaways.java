package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts that do not end: a flow that computes for ever, or waits where no interrupt and no abort reaches it. Each is
 * settled on its behalf, by its claim's token, and its thread is replaced. When it comes back, its connections are
 * aborted and its claim is gone: it changes nothing, and its thread ends. If the process dies before the settling, the
 * entries are due again after their lease.
 */
final class Runaways {
    private static final Logger log = LoggerFactory.getLogger(Runaways.class);
    /** Each costs a thread and a processor; a flow that never ends must not take all of them. */
    private static final int MOST_OF_A_TYPE = 3;

    private final Recovery recovery;
    private final Map<Thread, String> threads = new ConcurrentHashMap<>();
    private volatile Consumer<Thread> replacement = thread -> {};

    Runaways(Recovery recovery) {
        this.recovery = recovery;
    }

    /** Calls {@code starter} with each thread that is given up and needs a replacement. */
    void onAbandoned(Consumer<Thread> starter) {
        replacement = starter;
    }

    /** How many are running now. */
    int count() {
        threads.keySet().removeIf(thread -> !thread.isAlive());
        return threads.size();
    }

    /** The event types of which several run away now; no further event of them is taken up meanwhile. */
    Set<String> heldTypes() {
        if (count() < MOST_OF_A_TYPE) {
            return Set.of();
        }
        return threads.values().stream()
                .collect(Collectors.groupingBy(type -> type, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(type -> !type.getKey().isEmpty() && type.getValue() >= MOST_OF_A_TYPE)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns when the attempt is settled, or the gateway stops. */
    void abandon(Thread thread, Recovery.Rest rest) {
        threads.put(thread, rest.culprit().map(Entry::type).orElse(""));
        replacement.accept(thread);
        String where = where(thread);
        Optional<Entry> dead = recovery.isInfrastructures(rest) ? Optional.empty() : rest.culprit();
        if (dead.isEmpty()) {
            log.error(
                    "An attempt of {} entries does not end{}; they come back",
                    rest.entries().size(),
                    where);
        } else {
            log.error(
                    "{} is dead: its flow does not end{}. Mend the flow, restart the gateway, then replay; {} attempts run like this now",
                    dead.get().event(),
                    where,
                    count());
        }
        recovery.settleAbandoned(rest, dead, Thread.currentThread()::isInterrupted);
    }

    private static String where(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 ? "" : " (" + thread.getName() + " at " + stack[0] + ")";
    }
}
