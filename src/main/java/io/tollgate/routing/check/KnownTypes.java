package io.tollgate.routing.check;

import io.tollgate.inbox.EventTypes;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The event types that there are: Stripe's, and those that {@code event-types.txt} in the folder names, such as an alias, or
 * a type or a field that is newer than this gateway.
 */
public final class KnownTypes {
    static final String ALLOWED = "event-types.txt";
    private static final String LATER = "to_come";

    private final Set<String> known = new TreeSet<>(EventTypes.known());
    private final Set<String> beginnings = new TreeSet<>();
    private final Set<String> all = new TreeSet<>();

    public KnownTypes(Snapshot snapshot) {
        if (snapshot.files().containsKey(ALLOWED)) {
            snapshot.text(ALLOWED)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(known::add);
        }
        for (String type : known) {
            for (int dot = type.indexOf('.'); dot >= 0; dot = type.indexOf('.', dot + 1)) {
                beginnings.add(type.substring(0, dot + 1));
            }
        }
        all.addAll(known);
        all.add(LATER);
        beginnings.forEach(beginning -> all.add(beginning + LATER));
    }

    Set<String> known() {
        return known;
    }

    /** And one for each kind of type that Stripe may have some day. */
    Set<String> all() {
        return all;
    }

    /** Which of them stands for a type that is not known. */
    String later(String type) {
        return beginnings.stream()
                        .filter(type::startsWith)
                        .max(Comparator.comparingInt(String::length))
                        .orElse("")
                + LATER;
    }

    /** Whether they are said one by one or by their beginning, and not by what they are not. */
    static boolean areNamed(Set<String> types) {
        return !types.contains(LATER);
    }

    /** Why there is no such type, and what somebody meant; empty when there is. */
    public Optional<String> lack(String type) {
        return known.contains(type)
                ? Optional.empty()
                : Optional.of("Stripe has no event type '" + type + "'" + meant(type));
    }

    /** The fields of the object in events of a type, as stripe-java has them; empty when that is not known. */
    public static Map<String, Type> fields(String type) {
        Class<?> model = SampleObject.model(type);
        return model == null ? Map.of() : SampleObject.fields(model);
    }

    /** The end of a sentence about what is no type. */
    String meant(String text) {
        return question(text.replace("\\", "")) + " If it is meant, add it to " + ALLOWED + ".";
    }

    /** The end of a sentence: what somebody meant who wrote this for a type, or for the beginning of some. */
    private String question(String text) {
        if (text.endsWith(".")) {
            return NearMatch.question(text, List.copyOf(beginnings));
        }
        return TypeSuggestion.of(text, known)
                .map(type -> ", did you mean '" + type + "'?")
                .orElse(".");
    }
}
