package io.tollgate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
        name = "serve",
        description = "Starts the gateway; the default. Takes Spring settings, such as --server.port=8090"
                + " or --spring.profiles.active=embedded.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class Serve implements Callable<Integer> {
    private final Consumer<String[]> gateway;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    Serve(Consumer<String[]> gateway) {
        this.gateway = gateway;
    }

    @Override
    public Integer call() {
        return with(SpringSettings.checked(settings, spec.commandLine()));
    }

    int with(String[] springSettings) {
        try {
            gateway.accept(springSettings);
            return CommandLine.ExitCode.OK;
        } catch (RuntimeException e) {
            // Spring has told the operator already.
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
