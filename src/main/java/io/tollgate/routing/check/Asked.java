package io.tollgate.routing.check;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an expression has asked a {@link SampleEvent} for. */
final class Asked {
    /** Camel asks for the whole of {@code event[type]} too. */
    private static final String NAME = "[\\w-]+";

    private static final Set<String> TYPE = Set.of("stripeeventtype", "jmstype");

    final Set<String> headers = new TreeSet<>();
    final Set<String> variables = new TreeSet<>();
    /** Fields that Stripe does not have, such as {@code data.object.amuont}, and those that it has in their place. */
    final Map<String, Collection<String>> unknownFields = new TreeMap<>();

    boolean forType;
    boolean forMore;

    static boolean isType(String header) {
        return TYPE.contains(header.toLowerCase(Locale.ROOT));
    }

    void header(String name) {
        if (name.matches(NAME)) {
            headers.add(name);
            forType |= isType(name);
            forMore |= !isType(name);
        }
    }

    void variable(String name) {
        if (name.matches(NAME)) {
            variables.add(name);
            forMore |= !name.equals("event");
        }
    }

    void event(String field) {
        forType |= field.equals("type");
        forMore |= !field.equals("type");
    }
}
