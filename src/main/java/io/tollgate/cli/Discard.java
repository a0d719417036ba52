package io.tollgate.cli;

import io.tollgate.audit.Act;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "discard",
        description =
                "Gives up events that wait: they are dead, as if their attempts were used up. Nothing is removed.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Discard extends OperatorCommand {
    private static final Pattern ID = Pattern.compile("evt_[A-Za-z0-9_]{1,250}");
    private static final int LONGEST_REASON = 500;

    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of events")
    private List<String> ids;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it becomes the event's error")
    private String reason;

    @Option(names = "--by", paramLabel = "NAME", description = "Who does it; by default the user of this machine")
    private String by = System.getProperty("user.name");

    @Override
    void check() {
        ids.stream().filter(id -> !ID.matcher(id).matches()).findFirst().ifPresent(id -> {
            throw wrong("ID is " + id + ": give ids of events, such as evt_1N…");
        });
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw wrong("--reason is empty or longer than " + LONGEST_REASON + " characters: say why in a sentence");
        }
    }

    @Override
    int run(Operations operations) {
        List<String> discarded = new ArrayList<>();
        Map<String, String> refused = new LinkedHashMap<>();
        for (String id : ids) {
            Audit.write(operations, Act.DISCARDED, id, Audit.by(by) + reason);
            if (operations.discards().discard(id, reason)) {
                discarded.add(id);
            } else {
                refused.put(id, why(operations, id));
            }
        }
        print(discarded, refused);
        return refused.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static String why(Operations operations, String id) {
        return operations
                .entries()
                .find(id)
                .map(row -> switch (row.status()) {
                    case PENDING -> "an attempt of it is under way: try again when that has ended";
                    case DEAD -> "it is dead already";
                    case ROUTED -> "it is routed already";
                })
                .orElse("there is no such event");
    }

    private void print(List<String> discarded, Map<String, String> refused) {
        if (isJson()) {
            printJson(Map.of("discarded", discarded, "refused", refused));
            return;
        }
        discarded.forEach(id -> out().println(id + " is dead. A replay would route it all the same"));
        refused.forEach((id, why) -> failed(id + ": " + why));
    }
}
