package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Unmatched;

/** What the jar and {@code ./tollgate} understand. Without a command it is {@code serve}. */
@Command(
        name = "tollgate",
        description = "A durable Stripe webhook gateway. Without a command it serves.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 ok, 1 failed, 2 wrong usage."})
public final class Commands implements Callable<Integer> {
    private final CommandLine line;
    private final Serve serve;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    /**
     * @param environment the process's environment
     * @param gateway starts the gateway with the given Spring settings; returns once it runs, throws when it does not
     */
    public Commands(Map<String, String> environment, Consumer<String[]> gateway) {
        this.serve = new Serve(gateway);
        this.line = new CommandLine(this)
                .addSubcommand(serve)
                .addSubcommand(new Send(environment, Clock.systemUTC()))
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Commands::wrongUsage)
                .setExecutionExceptionHandler(Commands::failed);
    }

    Commands printTo(PrintWriter out, PrintWriter err) {
        line.setOut(out).setErr(err);
        return this;
    }

    /** Returns the exit code: 0 ok, 1 failed, 2 wrong usage. After 0 from {@code serve} the gateway runs on. */
    public int run(String... arguments) {
        return line.execute(arguments);
    }

    @Override
    public Integer call() {
        return serve.with(SpringSettings.checked(settings, line));
    }

    private static int wrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(wrong.getMessage());
        command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof InvalidConfiguration || failure instanceof GatewayUnreachable) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
