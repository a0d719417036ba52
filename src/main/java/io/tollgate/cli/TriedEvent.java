package io.tollgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.InvalidConfiguration;
import io.tollgate.audit.Act;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.operations.ReplayOfIds;
import io.tollgate.samples.Samples;
import io.tollgate.webhook.EventReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/**
 * An event that a command names.
 *
 * @param name a type, a file, - for standard input, or the id of an event in the inbox
 * @param apiVersion of a sample; null for today's
 * @param values other ones for its fields
 */
record TriedEvent(String name, String apiVersion, Map<String, JsonNode> values, Clock clock) {
    private static final String DEFAULT_ENDPOINT = "default";

    static boolean isType(String name) {
        return !isId(name) && !isFile(name);
    }

    private static boolean isId(String name) {
        return name.startsWith("evt_") && !Files.exists(Path.of(name));
    }

    static boolean isFile(String name) {
        return name.equals("-") || name.contains("/") || name.endsWith(".json") || Files.isRegularFile(Path.of(name));
    }

    /**
     * @param database where the inbox is
     * @throws InvalidConfiguration when there is no such event, or it is none
     */
    VerifiedEvent read(GivenDatabase database) {
        if (isId(name)) {
            return ofInbox(database);
        }
        byte[] payload = isFile(name) ? EventBody.in(name, "EVENT").text().getBytes(StandardCharsets.UTF_8) : sample();
        return event(payload, DEFAULT_ENDPOINT, clock.instant());
    }

    private VerifiedEvent ofInbox(GivenDatabase database) {
        Operations operations = database.operations()
                .orElseThrow(
                        () -> new InvalidConfiguration(
                                "There is no database to look for " + name
                                        + ": set SPRING_DATASOURCE_URL as for the gateway, or start the gateway with its embedded one."));
        Entries inbox = operations.entries();
        Entries.Row row = inbox.find(name).orElseThrow(() -> new InvalidConfiguration(ReplayOfIds.noSuchEvent(name)));
        Audit.write(operations, Act.PERSONAL_DATA_SEEN, name, "try");
        byte[] payload = inbox.payload(name)
                .orElseThrow(() -> new InvalidConfiguration("Retention has removed the payload of " + name));
        return event(payload, row.endpoint(), row.receivedAt());
    }

    private byte[] sample() {
        try {
            Samples samples = new Samples(clock);
            samples.lack(name, apiVersion, "a FILE with its JSON").ifPresent(sentence -> {
                throw new InvalidConfiguration(sentence);
            });
            return samples.event(name, apiVersion).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private VerifiedEvent event(byte[] payload, String endpoint, Instant receivedAt) {
        try {
            return EventReader.read(ChangedFields.in(payload, values), endpoint, receivedAt);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration("The gateway would refuse this event: " + e.getMessage(), e);
        }
    }
}
