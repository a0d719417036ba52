package io.tollgate.cli;

import io.tollgate.audit.Act;
import io.tollgate.inbox.EventTypes;
import io.tollgate.inbox.Pauses;
import io.tollgate.routing.check.NearMatch;
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

    @Option(names = "--force", description = "Also a type that this version does not know")
    private boolean force;

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
        if (!isKnown() && !force) {
            return failed("Stripe has no type " + type + hint() + " With --force it is paused all the same.");
        }
        Audit.write(operations, Act.PAUSED, type, Audit.by(by).strip());
        boolean changed = operations.pauses().pause(type, by);
        if (isJson()) {
            printJson(Map.of("type", type, "changed", changed));
        } else {
            out().println(type + (changed ? " is paused" : " was paused already"));
        }
        return CommandLine.ExitCode.OK;
    }

    private boolean isKnown() {
        return type.equals(Pauses.ALL) || EventTypes.known().contains(type);
    }

    private String hint() {
        return NearMatch.of(type, EventTypes.known())
                .map(near -> ": did you mean " + near + "?")
                .orElse(".");
    }
}
