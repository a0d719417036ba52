package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.deadletter.BrokerFailure;
import io.tollgate.samples.GatewayUnreachable;
import io.tollgate.text.VisibleWriter;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
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
    private static final String NO_SUCH_TABLE = "42P01";
    private static final String QUERY_CANCELED = "57014";

    private final CommandLine line;
    private final Serve serve;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    /**
     * @param environment the process's environment
     * @param gateway starts the gateway with the given Spring settings; returns once it runs, throws when it does not
     */
    public Commands(Map<String, String> environment, Consumer<String[]> gateway) {
        this(environment, gateway, Clock.systemUTC());
    }

    Commands(Map<String, String> environment, Consumer<String[]> gateway, Clock clock) {
        this.serve = new Serve(gateway);
        this.line = new CommandLine(this)
                .addSubcommand(serve)
                .addSubcommand(new Send(environment, clock))
                .addSubcommand(new Check())
                .addSubcommand(new Fmt())
                .addSubcommand(new Try(clock))
                .addSubcommand(new Test())
                .addSubcommand(new PreviewCommand(clock))
                .addSubcommand(new New(clock))
                .addSubcommand(new Export())
                .addSubcommand(new Status(clock))
                .addSubcommand(new Secrets(clock))
                .addSubcommand(new Events(clock))
                .addSubcommand(new Replay(clock))
                .addSubcommand(new Reconcile(clock))
                .addSubcommand(Endpoint.command(clock))
                .addSubcommand(new Discard())
                .addSubcommand(new Forget(clock))
                .addSubcommand(new Pause())
                .addSubcommand(new Resume())
                .addSubcommand(Dlq.command(clock))
                .addSubcommand(Routes.command(clock))
                .addSubcommand(Token.command(clock))
                .addSubcommand(new Password())
                .addSubcommand(new AuditCommand())
                .addSubcommand(Alerts.command(clock))
                .registerConverter(Instant.class, new PastTime(clock))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                // what an event says may hold escape sequences: none goes to the terminal, not even our own
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(Commands::wrongUsage)
                .setExecutionExceptionHandler(Commands::failed);
        printTo(new PrintWriter(System.out, true), new PrintWriter(System.err, true));
    }

    Commands printTo(PrintWriter out, PrintWriter err) {
        line.setOut(VisibleWriter.to(out)).setErr(VisibleWriter.to(err));
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
        if (failure instanceof InvalidConfiguration
                || failure instanceof GatewayUnreachable
                || failure instanceof BrokerFailure) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (failure instanceof DataAccessException || failure instanceof TransactionException) {
            command.getErr().println(sentence((NestedRuntimeException) failure));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    static String sentence(NestedRuntimeException failure) {
        String state = failure.getMostSpecificCause() instanceof SQLException sql ? sql.getSQLState() : null;
        if (NO_SUCH_TABLE.equals(state)) {
            return "There is no inbox in this database, or one of an older version: start the gateway on it once.";
        }
        if (QUERY_CANCELED.equals(state)) {
            return "The database took longer than its statement_timeout: narrow it down, for example with --from.";
        }
        return "The database does not answer: "
                + String.valueOf(failure.getMostSpecificCause().getMessage())
                        .lines()
                        .findFirst()
                        .orElse("");
    }
}
