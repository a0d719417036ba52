package io.tollgate.cli;

import io.tollgate.audit.Act;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = "Lifts a pause; what has waited is routed.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Resume extends OperatorCommand {
    @Parameters(paramLabel = "TYPE", description = "As it was paused: an event type, or '*'")
    private String type;

    @Override
    int run(Operations operations) {
        Audit.write(operations, Act.RESUMED, type, "");
        boolean changed = operations.pauses().resume(type);
        List<String> left =
                operations.pauses().list().stream().map(pause -> pause.type()).toList();
        if (isJson()) {
            printJson(Map.of("type", type, "changed", changed, "paused", left));
        } else {
            out().println((changed ? type + " goes on" : type + " was not paused")
                    + (left.isEmpty() ? "" : "; still paused: " + String.join(", ", left)));
        }
        return CommandLine.ExitCode.OK;
    }
}
