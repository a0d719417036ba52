package io.tollgate.operations;

import io.tollgate.deadletter.BrokerFailure;
import io.tollgate.deadletter.DeadLetter;
import io.tollgate.deadletter.DeadLetterFilter;
import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.deadletter.DeadLetters;
import io.tollgate.deadletter.DeadLetters.Look;
import io.tollgate.deadletter.DeadLetters.Taken;
import io.tollgate.inbox.ReplayLog;
import jakarta.jms.JMSException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The broker's dead letter queues, for somebody who waits for the answer: looks at and moves no more than fits into some seconds. */
public final class DeadLetterDesk {
    /** Messages of one queue. */
    private static final int MOST = 10_000;

    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final ShortConnections broker;
    private final Supplier<Set<String>> ofTheRoutes;
    private final ReplayLog log;
    private final Clock clock;

    DeadLetterDesk(ShortConnections broker, Supplier<Set<String>> ofTheRoutes, ReplayLog log, Clock clock) {
        this.broker = broker;
        this.ofTheRoutes = ofTheRoutes;
        this.log = log;
        this.clock = clock;
    }

    /**
     * @param queues that were looked at
     * @param partly those of them that may have more than was looked at
     */
    public record Groups(List<DeadLetterGroup> deadLetters, List<String> queues, List<String> partly) {
        /** Of all that were looked at. */
        public long count() {
            return deadLetters.stream().mapToLong(DeadLetterGroup::messages).sum();
        }
    }

    /** @param more how many more there are, at least */
    public record Messages(List<ShownLetter> messages, long more) {}

    /**
     * @param id its number in {@code tollgate.replay}
     * @param queues how many were moved, by queue
     * @param complete whether nothing is left that the broker shows; else the same again does the rest
     */
    public record Moved(long id, long count, Map<String, Long> queues, boolean complete) {}

    /**
     * @param given empty for all that the routes name
     * @throws BrokerFailure when the broker does not answer
     */
    public Groups groups(List<DeadLetterQueue> given, DeadLetterFilter filter) {
        List<DeadLetterQueue> queues = queues(given);
        Map<String, Look> looks = looks(queues, filter);
        return new Groups(
                looks.values().stream()
                        .flatMap(look -> DeadLetterGroup.of(look.found()).stream())
                        .toList(),
                queues.stream().map(DeadLetterQueue::name).toList(),
                looks.keySet().stream().filter(name -> looks.get(name).partly()).toList());
    }

    /** One by one, the oldest of each queue first; masked. */
    public Messages messages(List<DeadLetterQueue> given, DeadLetterFilter filter, int limit) {
        List<DeadLetter> found = new ArrayList<>();
        looks(queues(given), filter).values().forEach(look -> found.addAll(look.found()));
        int shown = Math.min(limit, found.size());
        return new Messages(
                found.subList(0, shown).stream().map(ShownLetter::masked).toList(), found.size() - shown);
    }

    private Map<String, Look> looks(List<DeadLetterQueue> queues, DeadLetterFilter filter) {
        return with(letters -> {
            Map<String, Look> looks = new LinkedHashMap<>();
            queues.forEach(queue -> looks.put(queue.name(), letters.look(queue, filter, MOST)));
            return looks;
        });
    }

    /**
     * Sends them back, or removes them: those that were there before it began, batch by batch, for four seconds at most.
     *
     * @param words what it is, for {@code tollgate.replay}
     * @param back whether they go to the queue that they come from; else they are removed
     */
    public Moved move(List<DeadLetterQueue> given, DeadLetterFilter filter, String by, String words, boolean back) {
        Instant start = clock.instant();
        Map<String, Long> counts = new LinkedHashMap<>();
        return with(letters -> {
            long id = log.begin(by, words, "");
            boolean complete = true;
            for (DeadLetterQueue queue : queues(given)) {
                Taken end = letters.take(queue, filter, start, back, () -> isOver(start), size -> {
                    counts.merge(queue.name(), (long) size, Long::sum);
                    log.progress(id, size, queue.name());
                });
                complete &= end == Taken.ALL;
                if (isOver(start)) {
                    complete = false;
                    break;
                }
            }
            log.end(id);
            return new Moved(
                    id, counts.values().stream().mapToLong(Long::longValue).sum(), counts, complete);
        });
    }

    private boolean isOver(Instant start) {
        return start.plus(LONGEST).isBefore(clock.instant());
    }

    private List<DeadLetterQueue> queues(List<DeadLetterQueue> given) {
        return given.isEmpty()
                ? ofTheRoutes.get().stream()
                        .map(DeadLetterQueue::of)
                        .flatMap(Optional::stream)
                        .distinct()
                        .sorted(Comparator.comparing(DeadLetterQueue::name))
                        .toList()
                : given;
    }

    private <T> T with(Function<DeadLetters, T> ask) {
        try (DeadLetters letters = new DeadLetters(broker.open(), broker.address())) {
            return ask.apply(letters);
        } catch (JMSException e) {
            throw BrokerFailure.of(e, broker.address());
        }
    }
}
