package io.tollgate.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Stripe's event types. As labels of metrics, so that what is sent cannot make more and more of them. The list comes from Stripe's library for
 * Node, which is ahead of the one for Java: {@code src/main/catalogue/event-types.mjs} writes it.
 */
public final class EventTypes {
    public static final String OTHER = "other";

    private static final Pattern THIN = Pattern.compile("v[0-9]+\\.");

    private static final String LIST = "event-types.txt";
    private static final String NO_OBJECT = "-";
    private static final Map<String, Line> LINES = read();

    private record Line(boolean thin, String object) {}

    private EventTypes() {}

    /** Snapshot and thin ones. */
    public static Set<String> known() {
        return LINES.keySet();
    }

    /** Those whose events have their object in them. */
    public static Set<String> snapshot() {
        return ofKind(false);
    }

    /** Those whose events only name the object that they are about. */
    public static Set<String> thin() {
        return ofKind(true);
    }

    /** What {@code object} says in the object of such an event, {@code charge}; empty for what is not known, or about none. */
    public static Optional<String> object(String type) {
        return Optional.ofNullable(LINES.get(type)).map(Line::object).filter(object -> !object.equals(NO_OBJECT));
    }

    /** Also of a type that is not known: Stripe names its thin events by the version of the API that they are about, and no snapshot event. */
    public static boolean isThin(String type) {
        return THIN.matcher(type).lookingAt();
    }

    /** The type itself when it is one of Stripe's, else {@link #OTHER}. */
    public static String label(String type) {
        return LINES.containsKey(type) ? type : OTHER;
    }

    private static Set<String> ofKind(boolean thin) {
        return LINES.entrySet().stream()
                .filter(line -> line.getValue().thin() == thin)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Line> read() {
        try (InputStream list = EventTypes.class.getResourceAsStream(LIST)) {
            Map<String, Line> lines = new TreeMap<>();
            new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(words -> lines.put(words[0], new Line(words[1].equals("thin"), words[2])));
            return Map.copyOf(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
