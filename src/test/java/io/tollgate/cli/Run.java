package io.tollgate.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of the commands.
 *
 * @param exitCode what the process would end with
 * @param out what it printed
 * @param err what it complained
 */
public record Run(int exitCode, String out, String err) {
    public static Run of(Map<String, String> environment, Consumer<String[]> gateway, String... arguments) {
        return of(new Commands(environment, gateway), arguments);
    }

    /** At another time. */
    public static Run at(Clock clock, String... arguments) {
        return of(new Commands(Map.of(), Run::neverStarted, clock), arguments);
    }

    private static Run of(Commands commands, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = commands.printTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    public static Run of(Map<String, String> environment, String... arguments) {
        return of(environment, Run::neverStarted, arguments);
    }

    private static void neverStarted(String... settings) {
        throw new AssertionError("The gateway was started");
    }
}
