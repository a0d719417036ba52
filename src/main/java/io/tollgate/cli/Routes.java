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
        name = "routes",
        description =
                "Shows the route sets that the gateway has kept, what differs, puts one back into the folder, and accepts one that was"
                        + " refused for its rehearsal.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class Routes implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> rest = new ArrayList<>();

    private Routes() {}

    static CommandLine command(Clock clock) {
        return new CommandLine(new Routes())
                .addSubcommand(new RoutesList(clock))
                .addSubcommand(new RoutesDiff(clock))
                .addSubcommand(new RoutesBack(clock))
                .addSubcommand(new RoutesAccept(clock));
    }

    @Override
    public Integer call() {
        SpringSettings.checked(rest, spec.commandLine());
        throw new ParameterException(spec.commandLine(), "Give one of list, diff, back and accept");
    }
}
