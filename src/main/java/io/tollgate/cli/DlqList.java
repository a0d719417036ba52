package io.tollgate.cli;

import io.tollgate.deadletter.DeadLetter;
import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.deadletter.DeadLetters;
import io.tollgate.deadletter.DeadLetters.Look;
import io.tollgate.text.Visible;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Counts dead letters by queue, type and cause.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class DlqList extends DlqCommand {
    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Messages looked at in each queue, 1 to 100000",
            defaultValue = "10000")
    private int limit;

    DlqList(Clock clock) {
        super(clock);
    }

    /** @param oldest when the first of them was sent */
    private record Group(String queue, String type, String cause, long messages, Instant oldest) {}

    private record Key(String type, String cause) {}

    @Override
    void check() {
        super.check();
        if (limit < 1 || limit > MOST_LOOKED_AT) {
            throw wrong("--limit is " + limit + ": give 1 to " + MOST_LOOKED_AT);
        }
    }

    @Override
    int run(DeadLetters letters, List<DeadLetterQueue> queues, String[] settings) {
        List<Group> groups = new ArrayList<>();
        Map<DeadLetterQueue, Look> looks = new LinkedHashMap<>();
        for (DeadLetterQueue queue : queues) {
            Look look = letters.look(queue, options().filter(), limit);
            looks.put(queue, look);
            groups.addAll(groups(look.found()));
        }
        if (isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("deadLetters", groups);
            all.put("queues", queues.stream().map(DeadLetterQueue::name).toList());
            all.put(
                    "partly",
                    looks.keySet().stream()
                            .filter(queue -> looks.get(queue).partly())
                            .map(DeadLetterQueue::name)
                            .toList());
            printJson(all);
        } else {
            print(groups, queues);
            looks.forEach(this::tellPartly);
        }
        return CommandLine.ExitCode.OK;
    }

    private static List<Group> groups(List<DeadLetter> found) {
        return found.stream()
                .collect(Collectors.groupingBy(letter -> new Key(letter.type(), letter.cause())))
                .entrySet()
                .stream()
                .map(same -> group(same.getKey(), same.getValue()))
                .sorted(Comparator.comparing(Group::messages).reversed())
                .toList();
    }

    private static Group group(Key key, List<DeadLetter> letters) {
        Instant oldest = letters.stream()
                .map(DeadLetter::sent)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new Group(letters.get(0).queue(), key.type(), key.cause(), letters.size(), oldest);
    }

    private void print(List<Group> groups, List<DeadLetterQueue> queues) {
        if (groups.isEmpty()) {
            out().println(Visible.of("No dead letter matches in " + names(queues)));
            return;
        }
        Table table = new Table("queue", "type", "messages", "oldest", "cause");
        Instant now = clock().instant();
        groups.forEach(g -> table.row(
                g.queue(),
                g.type(),
                g.messages(),
                PastTime.age(g.oldest(), now),
                g.cause() == null ? "unknown" : g.cause()));
        table.print(out());
    }
}
