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
        name = "endpoint",
        description = "Makes the endpoint at Stripe that posts to this gateway, and keeps it as the routes want it."
                + " Needs a key (STRIPE_API_KEY).",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class Endpoint implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> rest = new ArrayList<>();

    private Endpoint() {}

    static CommandLine command(Clock clock) {
        return new CommandLine(new Endpoint())
                .addSubcommand(new EndpointPlan(clock))
                .addSubcommand(new EndpointApply(clock));
    }

    @Override
    public Integer call() {
        SpringSettings.checked(rest, spec.commandLine());
        throw new ParameterException(spec.commandLine(), "Give one of plan and apply");
    }
}
