package io.tollgate.cli;

import io.tollgate.audit.Act;
import io.tollgate.operations.Discarding;
import io.tollgate.operations.Discarding.Discarded;
import java.util.List;
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
    @Parameters(paramLabel = "ID", arity = "1..*", description = "Ids of events")
    private List<String> ids;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it becomes the event's error")
    private String reason;

    @Option(names = "--by", paramLabel = "NAME", description = "Who does it; by default the user of this machine")
    private String by = System.getProperty("user.name");

    @Override
    void check() {
        ids.stream().filter(id -> !Discarding.isId(id)).findFirst().ifPresent(id -> {
            throw wrong("ID is " + id + ": give ids of events, such as evt_1N…");
        });
        if (!Discarding.isReason(reason)) {
            throw wrong("--reason is empty or longer than " + Discarding.LONGEST_REASON
                    + " characters: say why in a sentence");
        }
    }

    @Override
    int run(Operations operations) {
        Discarded all = new Discarding(operations.discards(), operations.entries())
                .discard(ids, reason, id -> Audit.write(operations, Act.DISCARDED, id, Audit.by(by) + reason));
        print(all);
        return all.refused().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void print(Discarded all) {
        if (isJson()) {
            printJson(all);
            return;
        }
        all.discarded().forEach(id -> out().println(id + " is dead. A replay would route it all the same"));
        all.refused().forEach((id, why) -> failed(id + ": " + why));
    }
}
