package io.tollgate.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an event says that is of nobody, by {@code harmless-fields.txt}: a list of what is known to be harmless, so that what Stripe adds
 * is not.
 */
final class HarmlessFields {
    private static final Map<String, Pattern> FORMS = Map.of(
            "word", Pattern.compile("(?=.{1,100}$)(?!.*\\d{3})[a-z][a-z0-9]*(?:[._][a-z0-9]+)*"),
            "currency", Pattern.compile("[a-z]{3}"),
            "country", Pattern.compile("[A-Z]{2}"),
            "locale", Pattern.compile("auto|[a-z]{2}(?:-(?:[A-Z]{2}|419|Hans|Hant))?"),
            "version", Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:\\.[a-z]{1,20})?"),
            "decimal", Pattern.compile("-?(?:0|[1-9]\\d{0,9})(?:\\.\\d{1,12})?"),
            "code", Pattern.compile("[A-Z0-9]{1,3}(?:\\.\\d{1,2})?"),
            "time", Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?Z"));
    private static final Pattern AFTER_PREFIX = Pattern.compile("[A-Za-z0-9_]{1,250}");

    private final Map<String, Pattern> fields = new HashMap<>();
    private final Set<String> texts = new HashSet<>(Set.of("true", "false"));
    private final Set<String> prefixes = new HashSet<>();

    HarmlessFields() {
        resource("harmless-fields.txt")
                .lines()
                .filter(line -> line.contains(": ") && !line.startsWith("#"))
                .map(line -> line.split(": ", 2))
                .forEach(line -> add(line[0], line[1]));
    }

    private void add(String kind, String rest) {
        switch (kind) {
            case "text" -> texts.add(rest);
            case "id" -> prefixes.addAll(Set.of(rest.split(" ")));
            default -> {
                for (String field : rest.split(" ")) {
                    fields.put(field, FORMS.get(kind));
                }
            }
        }
    }

    /** Whether it may stay. */
    boolean isHarmless(Place place, String value) {
        if (place.isMerchants()) {
            return value.equals("true") || value.equals("false");
        }
        Pattern form = fields.getOrDefault(place.parent() + "." + place.name(), fields.get(place.name()));
        return form != null && form.matcher(value).matches() || texts.contains(value);
    }

    /** How much of it says what kind of id it is, such as 3 for {@code in_…}; empty when it is no id of Stripe's. */
    Optional<Integer> prefix(String value) {
        for (int end = value.lastIndexOf('_'); end > 0; end = value.lastIndexOf('_', end - 1)) {
            Matcher rest = AFTER_PREFIX.matcher(value).region(end + 1, value.length());
            if (prefixes.contains(value.substring(0, end)) && rest.matches()) {
                return Optional.of(end + 1);
            }
        }
        return Optional.empty();
    }

    private static String resource(String name) {
        try (InputStream stream = HarmlessFields.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
