package io.tollgate.cli;

import io.tollgate.operations.RouteDesk;
import io.tollgate.operations.RouteDesk.Difference;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = "Shows what differs between two route sets; by default between the last two that were taken.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RoutesDiff extends RoutesCommand {
    @Parameters(
            paramLabel = "HASH",
            arity = "0..2",
            description = "The one, and the other; with one of them, the other is the last that was taken."
                    + " The beginning of a hash is enough")
    private List<String> hashes = List.of();

    @Option(names = "--folder", description = "The other is what is in the folder of routes now")
    private boolean folder;

    RoutesDiff(Clock clock) {
        super(clock);
    }

    @Override
    void check() {
        if (hashes.size() > (folder ? 1 : 2)) {
            throw wrong("Give one HASH with --folder, or two without");
        }
    }

    @Override
    int run(RouteDesk desk) throws IOException {
        Difference difference = desk.difference(hash(0), hash(1), folder);
        if (isJson()) {
            printJson(difference);
        } else if (difference.diff().isEmpty()) {
            out().println("No difference between " + difference.from() + " and "
                    + (folder ? "the folder" : difference.to()));
        } else {
            out().println(difference.diff());
        }
        return CommandLine.ExitCode.OK;
    }

    private String hash(int index) {
        return hashes.size() > index ? hashes.get(index) : null;
    }
}
