package io.tollgate.cli;

import io.tollgate.audit.Act;
import io.tollgate.deadletter.DeadLetter;
import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.deadletter.DeadLetters;
import io.tollgate.deadletter.DeadLetters.Look;
import io.tollgate.operations.ShownLetter;
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

    @Option(
            names = "--reveal",
            description = "What a server has answered as it is, personal data included; needs the database, to note it")
    private boolean reveal;

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
        List<ShownLetter> shown = shown(found.subList(0, Math.min(limit, found.size())), settings);
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

    private List<ShownLetter> shown(List<DeadLetter> letters, String[] settings) {
        if (letters.stream().allMatch(letter -> letter.response() == null)) {
            return letters.stream().map(ShownLetter::masked).toList();
        }
        Act act = reveal ? Act.PERSONAL_DATA_SEEN : Act.PAYLOAD_SEEN;
        String what = ("dlq show " + options()).strip();
        try (Audit audit =
                Audit.beside(settings, clock(), this::failed, act, options().subject(), what)) {
            if (reveal && audit.operations().isPresent()) {
                return letters.stream().map(ShownLetter::revealed).toList();
            }
        }
        if (reveal) {
            failed("What the servers have answered stays masked: a look at it has to be noted.");
        }
        return letters.stream().map(ShownLetter::masked).toList();
    }

    private void print(List<ShownLetter> letters) {
        Table table = new Table("sent", "event", "type", "queue", "deliveries", "cause");
        letters.forEach(l -> table.row(l.sent(), l.event(), l.type(), l.queue(), l.deliveries(), l.why()));
        table.print(out());
    }

    private void print(ShownLetter letter) {
        out().println(Visible.of(letter.event() + "  " + letter.type()));
        line("queue", letter.queue());
        line("message", letter.id());
        line("sent", letter.sent());
        line("dead since", letter.since());
        line("deliveries", letter.deliveries());
        line("cause", letter.why());
    }

    private void line(String name, Object value) {
        if (value != null) {
            out().println("  %-10s %s".formatted(name, Visible.of(value.toString())));
        }
    }
}
