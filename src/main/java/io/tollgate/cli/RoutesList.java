package io.tollgate.cli;

import io.tollgate.operations.RouteDesk;
import io.tollgate.operations.RouteDesk.Sets;
import io.tollgate.routing.reload.RouteHistory.Kept;
import io.tollgate.text.Visible;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "Lists the route sets that were kept, the last one first.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RoutesList extends RoutesCommand {
    RoutesList(Clock clock) {
        super(clock);
    }

    @Override
    int run(RouteDesk desk) throws IOException {
        Sets all = desk.sets();
        if (isJson()) {
            printJson(all);
            return CommandLine.ExitCode.OK;
        }
        List<Kept> sets = all.routes();
        if (sets.isEmpty()) {
            out().println(Visible.of("No route set is kept in " + desk.keptIn()));
        } else {
            Table table = new Table("routes", "found", "result", "files", "");
            sets.forEach(set -> table.row(
                    set.hash(),
                    set.at().truncatedTo(ChronoUnit.SECONDS),
                    set.taken() ? "taken" : "not taken",
                    set.files(),
                    marks(set, all.folder())));
            table.print(out());
        }
        if (!all.folderIsKept()) {
            out().println("The folder has " + all.folder() + ", which no gateway has kept yet");
        }
        return CommandLine.ExitCode.OK;
    }

    private static String marks(Kept set, String edited) {
        List<String> marks = new ArrayList<>();
        if (set.current()) {
            marks.add("current");
        }
        if (set.lastGood()) {
            marks.add("last good");
        }
        if (set.hash().equals(edited)) {
            marks.add("in the folder");
        }
        return String.join(", ", marks);
    }
}
