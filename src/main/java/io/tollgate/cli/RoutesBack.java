package io.tollgate.cli;

import io.tollgate.audit.Act;
import io.tollgate.routing.reload.FolderSwap;
import io.tollgate.routing.reload.RouteHistory;
import io.tollgate.text.Visible;
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
        name = "back",
        description = "Puts the files of a route set back into the folder of routes; what is there now is kept first.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RoutesBack extends RoutesCommand {
    @Parameters(paramLabel = "HASH", description = "As ./tollgate routes list shows it; its beginning is enough")
    private String beginning;

    @Option(names = "--dry-run", description = "Only names the files that would change")
    private boolean dryRun;

    RoutesBack(Clock clock) {
        super(clock);
    }

    @Override
    int run(RouteHistory history) throws IOException {
        String hash = hash(beginning, history);
        FolderSwap swap = history.swap(history.set(hash));
        List<String> written = swap.written();
        List<String> deleted = swap.deleted();
        boolean changes = !written.isEmpty() || !deleted.isEmpty();
        if (changes && !dryRun) {
            audit(Act.ROUTES_BACK, hash);
            history.putBack(swap);
        }
        if (isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("routes", hash);
            all.put("before", swap.before().hash());
            all.put("written", written);
            all.put("deleted", deleted);
            all.put("changed", changes && !dryRun);
            printJson(all);
        } else if (!changes) {
            out().println("The folder has the routes " + hash + " already");
        } else {
            written.forEach(name -> out().println("  written  " + Visible.of(name)));
            deleted.forEach(name -> out().println("  deleted  " + Visible.of(name)));
            out().println(
                            dryRun
                                    ? "So the folder would have the routes " + hash
                                            + " again; those of now would be kept"
                                    : "The folder has the routes " + hash
                                            + " again. Those of before are kept: ./tollgate routes back "
                                            + swap.before().hash());
            if (!dryRun) {
                out().println(
                                "Tests, rows and messages stay: a test of what is gone fails, and a queue keeps what its flow has"
                                        + " not taken");
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
