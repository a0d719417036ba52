package io.tollgate.cli;

import io.tollgate.routing.RouteMap;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.reload.OfflineRoutes.Checked;
import io.tollgate.text.Visible;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** For people, and for editors that make links of what compilers print. */
final class CheckText implements CheckReport {
    private static final int MOST_TYPES = 3;

    @Override
    public void print(Checked checked, GivenFolder folder, PrintWriter out) {
        checked.findings().forEach(finding -> out.println(Visible.of(finding.toString())));
        print(checked.map(), out);
        if (checked.unasked() > 0) {
            out.println(count(checked.unasked(), "SQL statement") + (checked.unasked() == 1 ? " was" : " were")
                    + " not checked, which only a database can: run check --database");
        }
        out.println(summary(checked.findings()));
    }

    /** Such as {@code 1 error, no warnings}. */
    static String summary(List<Finding> findings) {
        long errors = findings.stream().filter(Finding::isError).count();
        return count(errors, "error") + ", " + count(findings.size() - errors, "warning");
    }

    private static void print(RouteMap map, PrintWriter out) {
        Table table = new Table("flow", "event types");
        map.flows()
                .forEach((flow, types) -> table.row(
                        "direct:" + flow, some(types) + (map.byName().contains(flow) ? ", by its name" : "")));
        if (!table.isEmpty()) {
            table.print(out);
        }
    }

    private static String some(Set<String> types) {
        String first = types.stream().limit(MOST_TYPES).collect(Collectors.joining(", "));
        return types.size() <= MOST_TYPES ? first : first + " and " + (types.size() - MOST_TYPES) + " more";
    }

    private static String count(long number, String what) {
        return (number == 0 ? "no " : number + " ") + what + (number == 1 ? "" : "s");
    }
}
