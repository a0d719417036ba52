package io.tollgate.cli;

import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.deadletter.DeadLetters;
import io.tollgate.deadletter.DeadLetters.Look;
import io.tollgate.operations.DeadLetterGroup;
import io.tollgate.text.Visible;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    @Override
    void check() {
        super.check();
        if (limit < 1 || limit > MOST_LOOKED_AT) {
            throw wrong("--limit is " + limit + ": give 1 to " + MOST_LOOKED_AT);
        }
    }

    @Override
    int run(DeadLetters letters, List<DeadLetterQueue> queues, String[] settings) {
        List<DeadLetterGroup> groups = new ArrayList<>();
        Map<DeadLetterQueue, Look> looks = new LinkedHashMap<>();
        for (DeadLetterQueue queue : queues) {
            Look look = letters.look(queue, options().filter(), limit);
            looks.put(queue, look);
            groups.addAll(DeadLetterGroup.of(look.found()));
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

    private void print(List<DeadLetterGroup> groups, List<DeadLetterQueue> queues) {
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
