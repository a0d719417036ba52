package io.tollgate.cli;

import io.tollgate.audit.Act;
import io.tollgate.operations.RouteDesk;
import io.tollgate.operations.RouteDesk.Accepted;
import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "accept",
        description =
                "Lets a route set take effect that was refused since some of the last events newly failed with it. What"
                        + " else refuses a set still does.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RoutesAccept extends RoutesCommand {
    @Parameters(
            paramLabel = "HASH",
            arity = "0..1",
            description =
                    "As ./tollgate routes list shows it; its beginning is enough. Else that of the folder of routes")
    private String beginning;

    RoutesAccept(Clock clock) {
        super(clock);
    }

    @Override
    int run(RouteDesk desk) throws IOException {
        Accepted accepted = desk.accept(beginning, hash -> audit(Act.ROUTES_ACCEPTED, hash));
        if (isJson()) {
            printJson(accepted);
        } else {
            out().println(sentence(accepted.routes(), accepted.inEffect(), accepted.inFolder()));
        }
        return CommandLine.ExitCode.OK;
    }

    private static String sentence(String hash, boolean isInEffect, boolean isInFolder) {
        if (isInEffect) {
            return "The routes " + hash + " are in effect already";
        }
        return "The routes " + hash + " are accepted, whatever their rehearsal shows: "
                + (isInFolder
                        ? "a gateway that runs takes them within seconds, unless the check refuses them; ./tollgate status"
                                + " shows it"
                        : "they take effect once the folder holds them, which is not so: ./tollgate routes back "
                                + hash);
    }
}
