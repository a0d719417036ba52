package io.tollgate.routing.format;

import io.tollgate.routing.format.Mapping.Pair;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives an id to each route and each sending step that has none, as the check wants it. It is made of what the file says, so
 * that it is the same each time, and no other of the folder has it.
 */
final class Ids {
    private static final Set<String> SENDING = Set.of("to", "toD");
    private static final List<String> PLACES = List.of("name", "destinationName", "topic");

    private static final Pattern ID = Pattern.compile("\\bid[\"']?\\s*:\\s*(?:[&!]\\S+\\s+)*[\"']?([\\w.-]+)");

    private final Set<String> taken = new HashSet<>();

    /** Takes note of those that are in the text of a file, also in one that cannot be read. */
    void note(String text) {
        ID.matcher(text).results().forEach(id -> taken.add(id.group(1)));
    }

    /**
     * @param name of the file, without its end
     * @param file in long forms; it is changed
     */
    void give(String name, Listing file) {
        List<Mapping> routes = file.items().stream()
                .map(item ->
                        item instanceof Mapping mapping ? mapping.value("route").orElse(null) : null)
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .toList();
        for (Mapping route : routes) {
            if (!route.has("id")) {
                String id = flow(route, routes.size() == 1 ? name : "");
                // a second of that name is for a person to name
                if (!id.isEmpty() && taken.add(id)) {
                    first(route, id);
                }
            }
            if (!slug(route.text("id")).isEmpty()) {
                steps(route, slug(route.text("id")));
            }
        }
    }

    /** The name by which others call it, else this one. */
    private static String flow(Mapping route, String name) {
        if (route.value("from").orElse(null) instanceof Mapping from
                && from.text("uri").equals("direct")
                && from.value("parameters").orElse(null) instanceof Mapping parameters
                && parameters.text("name").matches("[\\w-]+")) {
            return parameters.text("name");
        }
        return slug(name);
    }

    private void steps(Part part, String route) {
        if (part instanceof Listing list) {
            list.items().forEach(item -> steps(item, route));
        } else if (part instanceof Mapping mapping) {
            for (Pair pair : mapping.pairs()) {
                if (SENDING.contains(pair.name()) && pair.value() instanceof Mapping step && isStep(step)) {
                    first(step, free("to-" + destination(step) + "-" + route));
                } else {
                    steps(pair.value(), route);
                }
            }
        }
    }

    private static boolean isStep(Mapping step) {
        return step.has("uri") && !step.has("id");
    }

    private static String destination(Mapping step) {
        if (step.value("parameters").orElse(null) instanceof Mapping parameters) {
            for (String place : PLACES) {
                String name = parameters.text(place);
                if (!name.contains("{") && !slug(name).isEmpty()) {
                    return slug(name);
                }
            }
        }
        return slug(step.text("uri").split("[:?]", 2)[0]);
    }

    private String free(String wanted) {
        String id = wanted;
        for (int again = 2; !taken.add(id); again++) {
            id = wanted + "-" + again;
        }
        return id;
    }

    private static String slug(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    private static void first(Mapping mapping, String id) {
        mapping.pairs().removeIf(pair -> pair.name().equals("id"));
        mapping.pairs().add(0, Pair.of("id", Scalar.plain(id)));
    }
}
