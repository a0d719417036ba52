package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.OwnerOnly;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditCsv;
import io.tollgate.audit.AuditEntry;
import io.tollgate.audit.AuditFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description =
                "Shows who did what and who looked at what, the newest first, or writes it to a file, the oldest first.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class AuditCommand extends OperatorCommand {
    private static final int MAX_LIMIT = 10_000;
    private static final String TIME = "2026-01-31T10:00:00Z, 2026-01-31, or an age such as 2h";

    @Option(names = "--from", paramLabel = "TIME", description = "Done since: " + TIME)
    private Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Done before: the same")
    private Instant to;

    @Option(names = "--who", paramLabel = "NAME", description = "By this user, or token:NAME")
    private String who;

    @Option(names = "--act", paramLabel = "ACT", description = "One of ${COMPLETION-CANDIDATES}")
    private Act act;

    @Option(
            names = "--subject",
            paramLabel = "TEXT",
            description = "About this: the id of an event, a type, a hash of routes")
    private String subject;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Writes all that matches to this file, which spreadsheets open")
    private Path csv;

    @Option(names = "--limit", paramLabel = "N", description = "Rows a page, 1 to 10000", defaultValue = "50")
    private int limit;

    @Option(names = "--after", paramLabel = "ID", description = "The last row of the page before")
    private Long after;

    @Override
    void check() {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw wrong("--limit is " + limit + ": give 1 to " + MAX_LIMIT);
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw wrong("--from is " + from + " and --to " + to + ": give an earlier --from");
        }
        if (csv != null && (isJson() || after != null)) {
            throw wrong("--csv writes all that matches: leave --json and --after out");
        }
    }

    @Override
    int run(Operations operations) {
        AuditFilter filter = new AuditFilter(from, to, who, act, subject);
        return csv == null ? list(operations.auditTrail().page(filter, after, limit)) : export(operations, filter);
    }

    private int list(List<AuditEntry> page) {
        Long next = page.size() == limit ? page.get(page.size() - 1).id() : null;
        if (isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("entries", page);
            all.put("next", next);
            printJson(all);
            return CommandLine.ExitCode.OK;
        }
        if (page.isEmpty()) {
            out().println("Nothing matches");
            return CommandLine.ExitCode.OK;
        }
        Table table = new Table("at", "who", "origin", "act", "subject", "what");
        page.forEach(e -> table.row(e.at(), e.who(), e.origin(), e.act(), e.subject(), e.what()));
        table.print(out());
        if (next != null) {
            out().println("More: the same with --after " + next);
        }
        return CommandLine.ExitCode.OK;
    }

    private int export(Operations operations, AuditFilter filter) {
        Audit.write(operations, Act.AUDIT_EXPORTED, "*", filter.toString());
        try {
            OwnerOnly.requireUnplanted(csv);
            OwnerOnly.makeFile(csv).ifPresent(this::failed);
            try (Writer file = Files.newBufferedWriter(csv)) {
                file.write(AuditCsv.head());
                operations.auditTrail().each(filter, entry -> write(file, entry));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidConfiguration(
                    "Cannot write " + csv + " (" + e + "): give --csv a file in a folder that you can write to", e);
        }
        out().println("Written to " + csv);
        return CommandLine.ExitCode.OK;
    }

    private static void write(Writer file, AuditEntry entry) {
        try {
            file.write(AuditCsv.line(entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
