package io.tollgate.cli;

import io.tollgate.inbox.EventTypes;
import io.tollgate.inbox.Pauses;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pause",
        description = "Routes no event of a type from now on, on all gateways; they are stored and wait.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Pause extends OperatorCommand {
    @Parameters(paramLabel = "TYPE", description = "An event type, or '*' for all")
    private String type;

    @Option(names = "--by", paramLabel = "NAME", description = "Who pauses it; by default the user of this machine")
    private String by = System.getProperty("user.name");

    @Override
    void check() {
        if (type.contains("*") && !type.equals(Pauses.ALL)) {
            throw wrong("TYPE is " + type + ": give one event type, or '*' for all of them");
        }
    }

    @Override
    int run(Operations operations) {
        boolean changed = operations.pauses().pause(type, by);
        if (isJson()) {
            printJson(Map.of("type", type, "changed", changed, "known", isKnown()));
        } else {
            out().println(type + (changed ? " is paused" : " was paused already") + warning());
        }
        return CommandLine.ExitCode.OK;
    }

    /** A mistyped name would pause nothing, and nobody would notice. */
    private String warning() {
        if (isKnown()) {
            return "";
        }
        return NearMatch.of(type, EventTypes.known())
                .map(near -> ". Stripe has no such type: did you mean " + near + "?")
                .orElse(". Stripe has no such type");
    }

    private boolean isKnown() {
        return type.equals(Pauses.ALL) || EventTypes.known().contains(type);
    }
}
