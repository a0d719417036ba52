package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.reload.RouteHistory;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    int run(RouteHistory history) throws IOException {
        Snapshot from = history.set(from(history));
        Snapshot to = folder ? history.edited() : history.set(to(history));
        List<String> lines = UnifiedDiff.of(from, to, folder ? "folder" : to.hash());
        if (isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("from", from.hash());
            all.put("to", to.hash());
            all.put("diff", String.join("\n", lines));
            printJson(all);
        } else if (lines.isEmpty()) {
            out().println("No difference between " + from.hash() + " and " + (folder ? "the folder" : to.hash()));
        } else {
            lines.forEach(out()::println);
        }
        return CommandLine.ExitCode.OK;
    }

    private String from(RouteHistory history) throws IOException {
        return hashes.isEmpty() ? taken(history, folder ? 1 : 2) : hash(hashes.get(0), history);
    }

    private String to(RouteHistory history) throws IOException {
        return hashes.size() < 2 ? taken(history, 1) : hash(hashes.get(1), history);
    }

    /** @param last 1 for the last one, 2 for the one before */
    private static String taken(RouteHistory history, int last) throws IOException {
        List<String> taken = history.taken();
        if (taken.size() < last) {
            throw new InvalidConfiguration(
                    "There are not " + last + " route sets that were taken in " + history.folder()
                            + ": ./tollgate routes list shows what is kept there. TOLLGATE_DATA has to be the gateway's.");
        }
        return taken.get(taken.size() - last);
    }
}
