package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.OwnerOnly;
import io.tollgate.audit.Act;
import io.tollgate.inbox.Entries.Body;
import io.tollgate.text.MaskedEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = "Writes stored events as lines of JSON, the newest first, for preview --events where there is no"
                + " gateway.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "With --mask the same value has the same mask in all of them, and another one in the next export. What stays as"
                    + " it is: docs/routes.md.",
            "Exit codes: 0 written, 1 none matches or it cannot be written, 2 wrong usage."
        })
final class Export extends OperatorCommand {
    private static final int MOST = 1_000_000;
    private static final String PERSONAL =
            "What is written has personal data in it: keep it where the inbox may be" + " kept, or add --mask.";

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "How many events, the newest first",
            defaultValue = "1000")
    private int last;

    @Option(names = "--mask", description = "Masks names, addresses and whatever else is not known to be harmless")
    private boolean mask;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write them; else to standard output")
    private Path output;

    @Mixin
    private FilterOptions filter;

    @Override
    void check() {
        if (last < 1 || last > MOST) {
            throw wrong("--last is " + last + ": give 1 to " + MOST);
        }
        if (isJson()) {
            throw wrong("Each line is JSON by itself: leave --json out");
        }
        filter.filter();
    }

    @Override
    int run(Operations operations) {
        if (!mask) {
            failed(PERSONAL);
        }
        if (!mask) {
            Audit.write(operations, Act.EXPORTED, "*", ("--last=" + last + " " + filter.filter()).strip());
        }
        StoredEvents events = new StoredEvents(operations.entries(), filter.filter());
        if (output == null) {
            write(events, out());
            return CommandLine.ExitCode.OK;
        }
        try (Writer file = open()) {
            int written = write(events, file);
            out().println(written + (written == 1 ? " event" : " events") + (mask ? ", masked," : "") + " in "
                    + output);
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidConfiguration(
                    "Cannot write " + output + " (" + e + "): give --output a file in a folder that you can write to",
                    e);
        }
        return CommandLine.ExitCode.OK;
    }

    private int write(StoredEvents events, Writer to) {
        MaskedEvents masked = mask ? new MaskedEvents() : null;
        return events.each(last, body -> write(body, to, masked));
    }

    private static void write(Body body, Writer to, MaskedEvents masked) {
        try {
            new ExportedEvent(body.endpoint(), body.receivedAt(), body.payload()).writeTo(to, masked);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For this user alone, masked or not. */
    private Writer open() throws IOException {
        OwnerOnly.requireUnplanted(output);
        OwnerOnly.makeFile(output).ifPresent(this::failed);
        return Files.newBufferedWriter(output);
    }
}
