package io.tollgate.cli;

import io.tollgate.audit.Act;
import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.deadletter.DeadLetters;
import io.tollgate.deadletter.DeadLetters.Look;
import io.tollgate.deadletter.DeadLetters.Taken;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Takes messages out of dead letter queues. What comes there after it began is left alone. */
abstract class DlqTake extends DlqCommand {
    @Option(names = "--all", description = "Really all of them, when there is no filter")
    private boolean all;

    @Option(names = "--dry-run", description = "Only counts, by queue")
    private boolean dryRun;

    @Option(names = "--by", paramLabel = "NAME", description = "Who asks for it; by default the user of this machine")
    private String by = System.getProperty("user.name");

    private final String name;
    private final Act act;
    private final boolean back;

    /** @param back whether they go to the queue that they come from; else they are removed */
    DlqTake(Clock clock, String name, Act act, boolean back) {
        super(clock);
        this.act = act;
        this.name = name;
        this.back = back;
    }

    @Override
    void check() {
        super.check();
        if (!options().isGiven() && !all) {
            throw wrong("Give a filter such as --queue stripe.mail --from 2h, or --all");
        }
    }

    @Override
    int run(DeadLetters letters, List<DeadLetterQueue> queues, String[] settings) {
        return dryRun ? count(letters, queues) : UntilStopped.run(stop -> take(letters, queues, settings, stop));
    }

    /** Of the command's own options, those that matter; with a space behind each. */
    String words() {
        return "";
    }

    /** What has to be said or done before any message is taken. */
    void before(DeadLetters letters, List<DeadLetterQueue> queues, String[] settings) {}

    private int count(DeadLetters letters, List<DeadLetterQueue> queues) {
        Map<DeadLetterQueue, Look> looks = new LinkedHashMap<>();
        queues.forEach(queue -> looks.put(queue, letters.look(queue, options().filter(), MOST_LOOKED_AT)));
        Map<String, Long> counts = new LinkedHashMap<>();
        looks.forEach(
                (queue, look) -> counts.put(queue.name(), (long) look.found().size()));
        counts.values().removeIf(count -> count == 0);
        long sum = sum(counts);
        if (isJson()) {
            printJson(Map.of("count", sum, "queues", counts));
            return CommandLine.ExitCode.OK;
        }
        Table table = new Table(back ? "would be sent back from" : "would be removed from", "messages");
        counts.forEach(table::row);
        table.row("all", sum).print(out());
        looks.forEach(this::tellPartly);
        return CommandLine.ExitCode.OK;
    }

    private int take(DeadLetters letters, List<DeadLetterQueue> queues, String[] settings, BooleanSupplier stop) {
        String words = options().isGiven() ? options().toString() : "--all";
        try (Audit audit = Audit.beside(
                settings, clock(), this::failed, act, options().subject(), Audit.by(by) + (words() + words).strip())) {
            before(letters, queues, settings);
            return take(letters, queues, audit, stop);
        }
    }

    private int take(DeadLetters letters, List<DeadLetterQueue> queues, Audit audit, BooleanSupplier stop) {
        Instant start = clock().instant();
        Map<String, Long> counts = new LinkedHashMap<>();
        Map<String, Taken> ends = new LinkedHashMap<>();
        try (DlqRecord record = new DlqRecord(audit, by, "dlq " + name + " " + options(), this::failed)) {
            try {
                for (DeadLetterQueue queue : queues) {
                    Taken end = letters.take(queue, options().filter(), start, back, stop, size -> {
                        counts.merge(queue.name(), (long) size, Long::sum);
                        record.add(queue.name(), size);
                    });
                    ends.put(queue.name(), end);
                    if (stop.getAsBoolean()) {
                        break;
                    }
                }
            } finally {
                print(record.id(), counts, ends, ends.size() == queues.size());
            }
        }
        return ends.size() == queues.size() && !ends.containsValue(Taken.NOT_ALL)
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    private void print(Long id, Map<String, Long> counts, Map<String, Taken> ends, boolean ended) {
        boolean complete = ended && ends.values().stream().allMatch(Taken.ALL::equals);
        if (isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("count", sum(counts));
            json.put("queues", counts);
            json.put("complete", complete);
            printJson(json);
            return;
        }
        Table table = new Table(back ? "sent back from" : "removed from", "messages");
        counts.forEach(table::row);
        table.row("all", sum(counts)).print(out());
        ends.forEach((queue, end) -> {
            if (end == Taken.ALL_THAT_IS_SHOWN) {
                out().println(queue
                        + ": the broker shows no more of it at once; there may be more behind what is left");
            }
        });
        if (!ended || ends.containsValue(Taken.NOT_ALL)) {
            out().println("Not all of them are. For the rest, the same again");
        }
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
