package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.deadletter.DeadLetters;
import io.tollgate.deadletter.DeadLetters.Look;
import io.tollgate.routing.reload.OfflineRoutes;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Mixin;

/** A command on the dead letter queues of the routes. Needs the broker; no database, and no gateway. */
abstract class DlqCommand extends SettingsCommand {
    /** Messages of one queue. */
    static final int MOST_LOOKED_AT = 100_000;

    @Mixin
    private DlqOptions options;

    private final Clock clock;

    DlqCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    void check() {
        options.check();
    }

    @Override
    final int run(String[] settings) {
        // Nothing but the answer is printed: not what Camel and the broker's client log, which is not set up here.
        LoggingSystem.get(DlqCommand.class.getClassLoader()).beforeInitialize();
        try (DeadLetters letters = Broker.deadLetters(settings)) {
            List<DeadLetterQueue> given = options.queues();
            return run(letters, given.isEmpty() ? ofTheRoutes(settings) : given, settings);
        }
    }

    /** @return the exit code */
    abstract int run(DeadLetters letters, List<DeadLetterQueue> queues, String[] settings);

    private List<DeadLetterQueue> ofTheRoutes(String[] settings) {
        Set<String> names = OfflineRoutes.queues(settings, clock)
                .orElseThrow(
                        () -> new InvalidConfiguration(
                                "The routes are refused, so their queues are not known: ./tollgate check says why; or give --queue."));
        return names.stream()
                .map(DeadLetterQueue::of)
                .flatMap(Optional::stream)
                .distinct()
                .sorted(Comparator.comparing(DeadLetterQueue::name))
                .toList();
    }

    DlqOptions options() {
        return options;
    }

    Clock clock() {
        return clock;
    }

    /** Says of a queue that was not looked at as a whole. */
    void tellPartly(DeadLetterQueue queue, Look look) {
        if (look.partly()) {
            out().println(queue.name() + ": " + look.seen() + " messages were looked at, and there may be more");
        }
    }

    static String names(List<DeadLetterQueue> queues) {
        return queues.stream().map(DeadLetterQueue::name).collect(Collectors.joining(", "));
    }
}
