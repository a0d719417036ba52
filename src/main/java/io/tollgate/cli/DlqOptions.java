package io.tollgate.cli;

import io.tollgate.deadletter.DeadLetterFilter;
import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.text.ShellWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which dead letters, as all of {@code dlq} take it. */
final class DlqOptions {
    private static final String TIME = "2026-01-31T10:00:00Z, 2026-01-31, or an age such as 2h";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--queue",
            paramLabel = "NAME",
            description = "A queue, with or without DLQ.; may be repeated. By default all that the routes name")
    private List<String> queues = new ArrayList<>();

    @Option(names = "--type", paramLabel = "TYPE", description = "An event type; * stands for anything in it")
    private String type;

    @Option(names = "--event", paramLabel = "ID", description = "Of this event, evt_…")
    private String event;

    @Option(names = "--from", paramLabel = "TIME", description = "Sent since: " + TIME)
    private Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Sent before: the same")
    private Instant to;

    @Option(names = "--cause", paramLabel = "TEXT", description = "A part of what the broker says of its failure")
    private String cause;

    /** Refuses what cannot be. */
    void check() {
        queues();
        if (from != null && to != null && !from.isBefore(to)) {
            throw wrong("--from is " + from + " and --to " + to + ": give an earlier --from");
        }
    }

    DeadLetterFilter filter() {
        return new DeadLetterFilter(type, event, from, to, cause);
    }

    boolean isOfOneEvent() {
        return event != null;
    }

    /** The event that it is about; {@code *} when it is not about one. */
    String subject() {
        return event == null ? "*" : event;
    }

    /** Empty when none is given. */
    List<DeadLetterQueue> queues() {
        return queues.stream()
                .map(name -> DeadLetterQueue.of(name)
                        .orElseThrow(() -> wrong("--queue is '" + name + "': give the name of one queue, such as"
                                + " stripe.mail, without , ? * and >")))
                .distinct()
                .toList();
    }

    boolean isGiven() {
        return !queues.isEmpty() || !filter().equals(DeadLetterFilter.EVERYTHING);
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }

    /** As they were given, quoted for a shell where it needs that. */
    @Override
    public String toString() {
        Stream<String> all = Stream.of(
                option("type", type),
                option("event", event),
                option("from", from),
                option("to", to),
                option("cause", cause));
        return Stream.concat(queues.stream().map(name -> option("queue", name)), all)
                .filter(option -> !option.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String option(String name, Object value) {
        return value == null ? "" : "--" + name + "=" + ShellWord.of(value.toString());
    }
}
