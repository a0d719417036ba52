package io.tollgate.cli;

import io.tollgate.deadletter.DeadLetter;
import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.deadletter.DeadLetters;
import io.tollgate.deadletter.DeadLetters.Look;
import io.tollgate.text.Visible;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "show",
        description = "Shows dead letters one by one, the oldest of each queue first; never their bodies.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class DlqShow extends DlqCommand {
    private static final int MAX_LIMIT = 10_000;

    @Option(names = "--limit", paramLabel = "N", description = "Messages shown, 1 to 10000", defaultValue = "50")
    private int limit;

    DlqShow(Clock clock) {
        super(clock);
    }

    @Override
    void check() {
        super.check();
        if (limit < 1 || limit > MAX_LIMIT) {
            throw wrong("--limit is " + limit + ": give 1 to " + MAX_LIMIT);
        }
    }

    @Override
    int run(DeadLetters letters, List<DeadLetterQueue> queues, String[] settings) {
        List<DeadLetter> found = new ArrayList<>();
        Map<DeadLetterQueue, Look> looks = new LinkedHashMap<>();
        for (DeadLetterQueue queue : queues) {
            Look look = letters.look(queue, options().filter(), MOST_LOOKED_AT);
            looks.put(queue, look);
            found.addAll(look.found());
        }
        List<DeadLetter> shown = found.subList(0, Math.min(limit, found.size()));
        if (isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("messages", shown);
            all.put("more", found.size() - shown.size());
            printJson(all);
            return CommandLine.ExitCode.OK;
        }
        if (found.isEmpty()) {
            out().println(Visible.of("No dead letter matches in " + names(queues)));
        } else if (options().isOfOneEvent()) {
            shown.forEach(this::print);
        } else {
            print(shown);
        }
        if (found.size() > limit) {
            out().println("And " + (found.size() - limit) + " more: the same with a larger --limit");
        }
        looks.forEach(this::tellPartly);
        return CommandLine.ExitCode.OK;
    }

    private void print(List<DeadLetter> letters) {
        Table table = new Table("sent", "event", "type", "queue", "deliveries", "cause");
        letters.forEach(l -> table.row(l.sent(), l.event(), l.type(), l.queue(), l.deliveries(), cause(l)));
        table.print(out());
    }

    private void print(DeadLetter letter) {
        out().println(Visible.of(letter.event() + "  " + letter.type()));
        line("queue", letter.queue());
        line("message", letter.id());
        line("sent", letter.sent());
        line("dead since", letter.since());
        line("deliveries", letter.deliveries());
        line("cause", cause(letter));
    }

    private static String cause(DeadLetter letter) {
        String cause = letter.cause() == null ? "unknown" : letter.cause();
        return letter.response() == null ? cause : cause + "; response: " + letter.response();
    }

    private void line(String name, Object value) {
        if (value != null) {
            out().println("  %-10s %s".formatted(name, Visible.of(value.toString())));
        }
    }
}
