package io.tollgate.cli;

import io.tollgate.inbox.DoneEvents.Done;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter;
import io.tollgate.inbox.Replays;
import io.tollgate.inbox.Replays.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description =
                "Sets events back, so that they are routed again at once: dead and routed ones, and those that wait"
                        + " for a retry.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Replay extends OperatorCommand {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "evt_…; or give a filter")
    private List<String> ids = List.of();

    @Mixin
    private FilterOptions filter;

    @Option(names = "--all", description = "Really all of them, when there is no filter")
    private boolean all;

    @Option(names = "--dry-run", description = "Only counts, by type")
    private boolean dryRun;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "Goes on where a stopped replay ended",
            defaultValue = "")
    private String after;

    @Option(
            names = "--again",
            description = "Lets flows behind queues do an event again that they do once, and have done")
    private boolean again;

    @Option(names = "--by", paramLabel = "NAME", description = "Who replays; by default the user of this machine")
    private String by = System.getProperty("user.name");

    @Override
    void check() {
        boolean filtered = !filter.filter().equals(EventFilter.EVERYTHING);
        if (!ids.isEmpty() && filtered) {
            throw wrong("Give either the IDs of events, or a filter");
        }
        if (!ids.isEmpty() && (all || dryRun || !after.isEmpty())) {
            throw wrong("--all, --dry-run and --after go with a filter, not with IDs");
        }
        if (ids.isEmpty() && !filtered && !all) {
            throw wrong("Give the ID of an event, or a filter such as --status dead --type 'invoice.*'");
        }
    }

    @Override
    int run(Operations operations) {
        if (!ids.isEmpty()) {
            return these(operations);
        }
        return dryRun ? count(operations.replays()) : UntilStopped.run(stop -> replay(operations.replays(), stop));
    }

    private int these(Operations operations) {
        List<String> replayed = new ArrayList<>();
        Map<String, String> refused = new LinkedHashMap<>();
        for (String id : ids) {
            if (operations.replays().replay(id, by, again)) {
                replayed.add(id);
            } else {
                refused.put(id, whyNot(id, operations));
            }
        }
        if (isJson()) {
            printJson(Map.of("replayed", replayed, "refused", refused));
        } else {
            replayed.forEach(id -> out().println(id + " is due again. See ./tollgate events " + id));
            replayed.forEach(id -> operations.doneEvents().of(id).forEach(this::print));
            refused.values().forEach(this::failed);
        }
        return refused.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static String whyNot(String id, Operations operations) {
        Optional<Row> row = operations.entries().find(id);
        if (row.isEmpty()) {
            return noSuchEvent(id);
        } else if (row.get().status() != EventFilter.Status.PENDING) {
            return "Retention has removed the payload of " + id;
        }
        return id + (row.get().claimed() ? " is being routed" : " waits for its first attempt")
                + " already. See ./tollgate events " + id;
    }

    private int count(Replays replays) {
        Map<String, Long> counts = replays.count(filter.filter(), after);
        long sum = counts.values().stream().mapToLong(Long::longValue).sum();
        if (isJson()) {
            printJson(Map.of("count", sum, "types", counts));
        } else {
            Table table = new Table("would be due again", "events");
            counts.forEach(table::row);
            table.row("all", sum).print(out());
        }
        return CommandLine.ExitCode.OK;
    }

    /** Says how to go on when it is stopped, and when it fails. */
    private int replay(Replays replays, BooleanSupplier stop) {
        AtomicReference<Result> last = new AtomicReference<>();
        try {
            last.set(replays.replay(filter.filter(), by, after, again, stop, last::set));
            return last.get().complete() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } finally {
            if (last.get() != null) {
                print(last.get());
            }
            out().flush();
        }
    }

    private void print(Done done) {
        out().println("  Route " + done.route() + " has done it at " + done.doneAt()
                + ", and does an event once: --again lets it do it again");
    }

    private void print(Result result) {
        if (isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("id", result.id());
            all.put("filter", result.filter().toString());
            all.put("replayed", result.replayed());
            all.put("done", result.done());
            all.put("lastId", result.lastId());
            all.put("complete", result.complete());
            printJson(all);
            return;
        }
        out().println("Replay " + result.id() + ": " + result.replayed() + " events are due again");
        if (result.done() > 0) {
            out().println(
                            result.done()
                                    + (again
                                            ? " of them were done by a flow behind a queue, which does them again"
                                            : " of them are done by a flow behind a queue, which does each once; --again lets it do them again"));
        }
        if (!result.complete()) {
            String from = result.lastId().isEmpty() ? "" : " --after=" + result.lastId();
            out().println("It has not looked at all of them. For the rest: ./tollgate replay " + result.filter()
                    + from);
        }
    }
}
