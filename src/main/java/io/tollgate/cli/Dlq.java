package io.tollgate.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
        name = "dlq",
        description =
                "Shows what stands in the broker's dead letter queues, sends it back to its queues, or removes it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class Dlq implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> rest = new ArrayList<>();

    private Dlq() {}

    static CommandLine command(Clock clock) {
        return new CommandLine(new Dlq())
                .addSubcommand(new DlqList(clock))
                .addSubcommand(new DlqShow(clock))
                .addSubcommand(new DlqRetry(clock))
                .addSubcommand(new DlqDiscard(clock));
    }

    @Override
    public Integer call() {
        SpringSettings.checked(rest, spec.commandLine());
        throw new ParameterException(spec.commandLine(), "Give one of list, show, retry and discard");
    }
}
