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
        name = "token",
        description =
                "Makes tokens with which programs ask the operators' port, shows which there are, and revokes them.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class Token implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> rest = new ArrayList<>();

    private Token() {}

    static CommandLine command(Clock clock) {
        return new CommandLine(new Token())
                .addSubcommand(new TokenCreate(clock))
                .addSubcommand(new TokenList(clock))
                .addSubcommand(new TokenRevoke());
    }

    @Override
    public Integer call() {
        SpringSettings.checked(rest, spec.commandLine());
        throw new ParameterException(spec.commandLine(), "Give one of create, list and revoke");
    }
}
