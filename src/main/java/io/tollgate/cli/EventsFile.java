package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.webhook.EventReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What {@code export} has written, an event in memory at a time. Blank lines are passed over.
 *
 * @param name the file; - for standard input
 */
record EventsFile(String name) {
    /**
     * @param most how many events; 1 or more
     * @return how many there were; 1 or more
     * @throws InvalidConfiguration when it cannot be read, there is no event in it, or a line is none; names the line
     */
    int each(int most, Consumer<VerifiedEvent> event) {
        int events = 0;
        int number = 0;
        // each byte is a character here, so that a line's own bytes are read as UTF-8
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(), StandardCharsets.ISO_8859_1))) {
            String line;
            while (events < most && (line = lines.readLine()) != null) {
                number++;
                if (!line.isBlank()) {
                    event.accept(read(line, number));
                    events++;
                }
            }
        } catch (IOException | InvalidPathException e) {
            throw new InvalidConfiguration(
                    "Cannot read the events in " + GivenFile.name(name) + " ("
                            + e.getClass().getSimpleName()
                            + "): give --events a file that you can read, or - for standard input.",
                    e);
        }
        if (events == 0) {
            throw new InvalidConfiguration("There is no event in " + GivenFile.name(name)
                    + ": ./tollgate export writes such a file, an event a line.");
        }
        return events;
    }

    private InputStream open() throws IOException {
        return name.equals("-") ? System.in : Files.newInputStream(Path.of(name));
    }

    private VerifiedEvent read(String line, int number) {
        try {
            ExportedEvent event = ExportedEvent.read(line.getBytes(StandardCharsets.ISO_8859_1));
            return EventReader.read(event.payload(), event.endpoint(), event.receivedAt());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration(
                    "Line " + number + " of " + GivenFile.name(name) + " is no event (" + e.getMessage()
                            + "): take the line out, or let ./tollgate export write the file again.",
                    e);
        }
    }
}
