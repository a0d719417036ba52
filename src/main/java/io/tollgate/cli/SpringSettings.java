package io.tollgate.cli;

import io.tollgate.routing.check.NearMatch;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Arguments that are Spring's: {@code --name.of.setting=value}, {@code --debug} and {@code --trace}. */
final class SpringSettings {
    private static final Pattern SETTING = Pattern.compile("--(debug|trace|[^.=]+\\.[^=]+)(=.*)?", Pattern.DOTALL);

    private SpringSettings() {}

    /** Lets nothing else through: a mistyped command must not start a gateway. */
    static String[] checked(List<String> arguments, CommandLine command) {
        for (String argument : arguments) {
            if (!SETTING.matcher(argument).matches()) {
                throw new ParameterException(command, sentence(argument, command));
            }
        }
        return arguments.toArray(String[]::new);
    }

    private static String sentence(String argument, CommandLine command) {
        if (argument.startsWith("-")) {
            List<String> options = command.getCommandSpec().optionsMap().keySet().stream()
                    .filter(option -> option.startsWith("--"))
                    .toList();
            String hint = NearMatch.of(argument, options)
                    .map(near -> ": did you mean " + near + "? A")
                    .orElse(": a");
            return "Unknown option " + argument + hint + " Spring setting looks like --server.port=8090";
        }
        String hint = NearMatch.of(argument, command.getSubcommands().keySet())
                .map(near -> ": did you mean " + near + "?")
                .orElse("");
        return "Unknown command " + argument + hint;
    }
}
