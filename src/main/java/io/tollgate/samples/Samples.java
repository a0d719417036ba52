package io.tollgate.samples;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.routing.check.NearMatch;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Sample events, from {@code samples/} in the jar. {@code index.json} names the folder of each version of Stripe's API, the
 * file of each type, and what the type changes in it: in all versions, and in one. In the files <code>{random}</code> is a
 * string that is new in every event and <code>"{now}"</code> its time of creation, in seconds since 1970, to which
 * <code>"{now-60}"</code> and <code>"{now+60}"</code> are relative.
 */
public final class Samples {
    private static final Pattern NOW = Pattern.compile("\"\\{now([+-]\\d+)?}\"");

    private final ObjectMapper json = new ObjectMapper();
    private final ObjectWriter asStripePrintsIt = json.writer(new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER)));
    private final JsonNode index;
    private final Clock clock;

    public Samples(Clock clock) throws IOException {
        this.clock = clock;
        this.index = json.readTree(text("index"));
    }

    /** The types there is a sample of. */
    public List<String> types() {
        return names("types");
    }

    /** The versions of Stripe's API of which there is a sample of each type, today's first. */
    public List<String> versions() {
        return names("versions");
    }

    /**
     * Why there is no such sample, and of what there is one; empty when there is.
     *
     * @param version null for today's
     * @param otherwise how an event of another type is given
     */
    public Optional<String> lack(String type, String version, String otherwise) {
        if (!types().contains(type)) {
            String near = NearMatch.of(type, types())
                    .map(nearest -> ": did you mean " + nearest + "?")
                    .orElse(".");
            return Optional.of("There is no sample of type " + type + near + " There is one of: "
                    + String.join(", ", types()) + ". An event of any other type: " + otherwise);
        }
        return Optional.ofNullable(version)
                .filter(asked -> !versions().contains(asked))
                .map(asked -> "There are no samples as of API version " + asked + ". There are: "
                        + String.join(", ", versions()));
    }

    private List<String> names(String part) {
        List<String> names = new ArrayList<>();
        index.get(part).fieldNames().forEachRemaining(names::add);
        return names;
    }

    /**
     * A new event: its id and the ids in it are its own, it was created now.
     *
     * @param type one of {@link #types()}
     * @param asked one of {@link #versions()}, as of which its object has its fields; null for today's
     */
    public String event(String type, String asked) throws IOException {
        return event(type, asked, UUID.randomUUID().toString().replace("-", ""));
    }

    /** The same with ids that end with this. */
    public String event(String type, String asked, String random) throws IOException {
        String version = asked == null ? versions().get(0) : asked;
        JsonNode entry = index.get("types").get(type);
        String folder = index.get("versions").get(version).textValue();
        ObjectNode event =
                (ObjectNode) json.readTree(text(folder + entry.get("sample").textValue()));
        for (String changes : List.of("changes", version)) {
            if (entry.has(changes)) {
                json.readerForUpdating(event).readValue(entry.get(changes));
            }
        }
        event.put("type", type);
        return filledIn(asStripePrintsIt.writeValueAsString(event), random);
    }

    private String filledIn(String template, String random) {
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
