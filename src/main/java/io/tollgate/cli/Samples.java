package io.tollgate.cli;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Sample events, from {@code samples/} in the jar. {@code index.json} names the file of each type and what it changes in
 * it. In the files <code>{random}</code> is a string that is new in every event and <code>"{now}"</code> its time of
 * creation, in seconds since 1970, to which <code>"{now-60}"</code> and <code>"{now+60}"</code> are relative.
 */
final class Samples {
    private static final Pattern NOW = Pattern.compile("\"\\{now([+-]\\d+)?}\"");

    private final ObjectMapper json = new ObjectMapper();
    private final ObjectWriter asStripePrintsIt = json.writer(new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)));
    private final JsonNode index;
    private final Clock clock;

    Samples(Clock clock) throws IOException {
        this.clock = clock;
        this.index = json.readTree(text("index"));
    }

    /** The types there is a sample of. */
    List<String> types() {
        List<String> types = new ArrayList<>();
        index.fieldNames().forEachRemaining(types::add);
        return types;
    }

    /** A new event of one of {@link #types()}: its id and the ids in it are its own, it was created now. */
    String event(String type) throws IOException {
        JsonNode entry = index.get(type);
        ObjectNode event = (ObjectNode) json.readTree(text(entry.get("sample").textValue()));
        if (entry.has("changes")) {
            json.readerForUpdating(event).readValue(entry.get("changes"));
        }
        event.put("type", type);
        return filledIn(asStripePrintsIt.writeValueAsString(event));
    }

    private String filledIn(String template) {
        String random = UUID.randomUUID().toString().replace("-", "");
        long now = clock.instant().getEpochSecond();
        return NOW.matcher(template.replace("{random}", random)).replaceAll(found -> {
            String offset = found.group(1);
            return Long.toString(offset == null ? now : now + Long.parseLong(offset));
        });
    }

    private static String text(String name) throws IOException {
        String file = "/samples/" + name + ".json";
        try (InputStream stream = Samples.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new FileNotFoundException(file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
