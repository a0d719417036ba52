package io.tollgate.cli;

import io.tollgate.routing.reload.RouteHistory;
import io.tollgate.routing.reload.RouteHistory.Kept;
import io.tollgate.text.Visible;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    int run(RouteHistory history) throws IOException {
        List<Kept> sets = history.sets();
        String edited = history.edited().hash();
        boolean isKept = sets.stream().anyMatch(set -> set.hash().equals(edited));
        if (isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("routes", sets);
            all.put("folder", edited);
            all.put("folderIsKept", isKept);
            printJson(all);
            return CommandLine.ExitCode.OK;
        }
        if (sets.isEmpty()) {
            out().println(Visible.of("No route set is kept in " + history.folder()));
        } else {
            Table table = new Table("routes", "found", "result", "files", "");
            sets.forEach(set -> table.row(
                    set.hash(),
                    set.at().truncatedTo(ChronoUnit.SECONDS),
                    set.taken() ? "taken" : "not taken",
                    set.files(),
                    marks(set, edited)));
            table.print(out());
        }
        if (!isKept) {
            out().println("The folder has " + edited + ", which no gateway has kept yet");
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
