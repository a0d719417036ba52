package io.tollgate.cli;

import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Entries.Position;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter;
import io.tollgate.operations.EventReport;
import io.tollgate.operations.ReplayOfIds;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "events",
        description = "Shows what became of one event, or lists events, the newest first.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Events extends OperatorCommand {
    private static final int MAX_LIMIT = 10_000;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "evt_…: shows this one with its attempts")
    private String id;

    @Option(names = "--payload", description = "With ID: prints the body, with personal data masked")
    private boolean payload;

    @Option(names = "--reveal", description = "With --payload: as it was received, personal data included")
    private boolean reveal;

    @Mixin
    private FilterOptions filter;

    @Option(names = "--limit", paramLabel = "N", description = "Events a page, 1 to 10000", defaultValue = "50")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "The last event of the page before")
    private String after;

    private final Clock clock;

    Events(Clock clock) {
        this.clock = clock;
    }

    @Override
    void check() {
        boolean filtered = !filter.filter().equals(EventFilter.EVERYTHING);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw wrong("--limit is " + limit + ": give 1 to " + MAX_LIMIT);
        }
        if (payload && (id == null || isJson())) {
            throw wrong("--payload needs the ID of one event, and prints its body: leave --json out");
        }
        if (reveal && !payload) {
            throw wrong("--reveal goes with --payload");
        }
        if (filtered && id != null) {
            throw wrong("Give either the ID of an event, or a filter");
        }
    }

    @Override
    int run(Operations operations) {
        Entries entries = operations.entries();
        if (id == null) {
            return list(entries);
        }
        return entries.find(id)
                .map(row -> payload ? printPayload(operations) : show(row, operations))
                .orElseGet(this::unknown);
    }

    private int unknown() {
        return failed(
                ReplayOfIds.noSuchEvent(id) + ". It never arrived, was refused (the log has a line 'rejected'), or"
                        + " retention has removed it. Stripe's Dashboard shows what was answered to it.");
    }

    private int printPayload(Operations operations) {
        Optional<byte[]> body = EventPayload.of(id, reveal, operations);
        body.ifPresent(bytes -> System.out.writeBytes(bytes));
        System.out.flush();
        return body.isPresent() ? CommandLine.ExitCode.OK : failed("Retention has removed the payload of " + id);
    }

    private int show(Row row, Operations operations) {
        EventReport report = operations.event(QueuesText.ask(settings(), clock)).of(row);
        if (isJson()) {
            printJson(report);
        } else {
            new EventText(report).print(out(), clock.instant());
        }
        return CommandLine.ExitCode.OK;
    }

    private static String reason(Row row) {
        return row.aside() == null ? row.error() : "set aside: " + row.aside();
    }

    private int list(Entries entries) {
        Position last = null;
        if (after != null) {
            last = entries.find(after)
                    .map(Position::of)
                    .orElseThrow(() -> wrong("--after is " + after + ": there is no such event"));
        }
        List<Row> page = entries.page(filter.filter(), limit, last);
        boolean full = page.size() == limit;
        String next = full ? page.get(page.size() - 1).id() : null;
        if (isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("events", page);
            all.put("next", next);
            printJson(all);
            return CommandLine.ExitCode.OK;
        }
        if (page.isEmpty()) {
            out().println("No event matches");
            return CommandLine.ExitCode.OK;
        }
        Table table = new Table("received", "id", "type", "status", "attempts", "error");
        page.forEach(r -> table.row(r.receivedAt(), r.id(), r.type(), r.status(), r.attempts(), reason(r)));
        table.print(out());
        if (full) {
            out().println("More: the same with --after " + next);
        }
        return CommandLine.ExitCode.OK;
    }
}
