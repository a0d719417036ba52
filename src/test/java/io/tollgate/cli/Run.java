package io.tollgate.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
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
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new Commands(environment, gateway)
                .printTo(new PrintWriter(out, true), new PrintWriter(err, true))
                .run(arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    public static Run of(Map<String, String> environment, String... arguments) {
        Consumer<String[]> neverStarted = settings -> {
            throw new AssertionError("The gateway was started");
        };
        return of(environment, neverStarted, arguments);
    }
}
