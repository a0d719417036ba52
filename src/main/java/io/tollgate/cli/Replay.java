package io.tollgate.cli;

import io.tollgate.audit.Act;
import io.tollgate.inbox.Replays;
import io.tollgate.inbox.Replays.Count;
import io.tollgate.inbox.Replays.Result;
import io.tollgate.operations.ReplayOfIds;
import io.tollgate.operations.ReplayOfIds.Allowed;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    @Option(names = "--dry-run", description = "Only says what would be done, and counts by type")
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

    private final Clock clock;

    Replay(Clock clock) {
        this.clock = clock;
    }

    @Override
    void check() {
        boolean filtered = filter.narrows() || filter.aside();
        if (!ids.isEmpty() && filter.narrows()) {
            throw wrong("Give either the IDs of events, or a filter; --aside goes with both");
        }
        if (!ids.isEmpty() && (all || !after.isEmpty())) {
            throw wrong("--all and --after go with a filter, not with IDs");
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
        if (dryRun) {
            return count(operations.replays());
        }
        Audit.write(operations, Act.REPLAYED, "*", Audit.by(by) + words());
        return UntilStopped.run(stop -> replay(operations.replays(), stop));
    }

    private String words() {
        return Stream.of(
                        filter.narrows() || filter.aside() ? filter.filter().toString() : "--all",
                        after.isEmpty() ? "" : "--after=" + after,
                        again ? "--again" : "")
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private int these(Operations operations) {
        Allowed allowed = new Allowed(again, filter.aside());
        ReplayOfIds replay = new ReplayOfIds(
                operations.replays(),
                operations.entries(),
                operations.doneEvents(),
                QueuesText.ask(settings(), clock),
                id -> Audit.write(operations, Act.REPLAYED, id, Audit.by(by) + allowed),
                this::say);
        replay.take(ids, dryRun ? null : by, allowed);
        if (isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            if (dryRun) {
                json.putAll(ReplayReport.json(
                        new Count(replay.types(), operations.doneEvents().count(replay.taken()))));
            } else {
                json.put("replayed", replay.taken());
            }
            json.put("refused", replay.refused());
            json.put("onTheirWay", replay.onTheirWay());
            printJson(json);
        } else {
            replay.refused().values().forEach(this::failed);
        }
        return replay.refused().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void say(String sentence) {
        if (!isJson()) {
            out().println(sentence);
        }
    }

    private int count(Replays replays) {
        Count count = replays.count(filter.filter(), after);
        if (isJson()) {
            printJson(ReplayReport.json(count));
        } else {
            new ReplayReport(again, out()).print(count);
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

    private void print(Result result) {
        if (isJson()) {
            printJson(ReplayReport.json(result));
        } else {
            new ReplayReport(again, out()).print(result);
        }
    }
}
