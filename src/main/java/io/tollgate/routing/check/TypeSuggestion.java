package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds which of Stripe's event types somebody had in mind. Words count, whatever stands between them: most mistakes are a
 * word that is missing ({@code payment_intent.failed}), has another form ({@code charge.success}) or another separator
 * ({@code invoice_payment.failed}), and not single letters.
 */
final class TypeSuggestion {
    private static final double NEAR = 0.6;
    private static final double ALMOST_THE_SAME = 0.95;
    private static final double SAME_MEANING = 0.8;
    private static final double SAME_END = 0.05;

    private static final Map<String, String> FORMS = Map.ofEntries(
            Map.entry("success", "succeeded"),
            Map.entry("successful", "succeeded"),
            Map.entry("succeed", "succeeded"),
            Map.entry("fail", "failed"),
            Map.entry("failure", "failed"),
            Map.entry("cancel", "canceled"),
            Map.entry("cancelled", "canceled"),
            Map.entry("cancellation", "canceled"),
            Map.entry("payed", "paid"));

    /** What Stripe calls by the other name for some of its objects. */
    private static final Map<String, Set<String>> MEANINGS = Map.of(
            "canceled", Set.of("deleted", "expired"),
            "removed", Set.of("deleted"),
            "expired", Set.of("deleted"),
            "completed", Set.of("succeeded"),
            "succeeded", Set.of("completed", "paid"),
            "paid", Set.of("succeeded"),
            "required", Set.of("requires"));

    /** What people call an object without the word in front of it. */
    private static final Map<String, List<String>> OBJECTS = Map.of(
            "subscription", List.of("customer", "subscription"),
            "dispute", List.of("charge", "dispute"),
            "payment", List.of("payment", "intent"));

    private static final Set<String> OTHER_OBJECTS = Set.of("schedule", "intent", "method", "link");

    private TypeSuggestion() {}

    static Optional<String> of(String type, Collection<String> known) {
        List<String> words = words(type);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        return known.stream()
                .map(candidate -> Map.entry(candidate, likeness(type, words, candidate)))
                .filter(scored -> scored.getValue() >= NEAR)
                .max(Comparator.comparingDouble(Map.Entry<String, Double>::getValue)
                        .thenComparing(scored -> scored.getKey().endsWith(".created"))
                        .thenComparing(scored -> -NearMatch.edits(type, scored.getKey())))
                .map(Map.Entry::getKey);
    }

    /** Both have to be about the same object, and what became of it has to be in both. */
    private static double likeness(String type, List<String> words, String candidate) {
        double byLetters = letters(letters(type), letters(candidate));
        if (byLetters >= ALMOST_THE_SAME) {
            return byLetters;
        }
        List<String> others = words(candidate);
        boolean sameEnd = candidate.endsWith("." + type);
        String last = words.get(words.size() - 1);
        boolean sameObject = sameEnd || alike(words.get(0), others.get(0)) > 0;
        boolean sameFate = others.stream().anyMatch(other -> alike(last, other) > 0);
        return sameObject && sameFate ? byWords(words, others) + (sameEnd ? SAME_END : 0) : 0;
    }

    /** 1 when each word has its like; a word that is missing in the type costs less than one too many. */
    private static double byWords(List<String> words, List<String> candidate) {
        List<String> left = new ArrayList<>(candidate);
        double alike = 0;
        for (String word : words) {
            Optional<String> best = left.stream().max(Comparator.comparingDouble(other -> alike(word, other)));
            double likeness = best.map(other -> alike(word, other)).orElse(0.0);
            if (likeness > 0) {
                alike += likeness;
                left.remove(best.get());
            }
        }
        return alike / (0.6 * words.size() + 0.4 * candidate.size());
    }

    private static double alike(String word, String other) {
        if (MEANINGS.getOrDefault(word, Set.of()).contains(other)) {
            return SAME_MEANING;
        }
        double likeness = letters(word, other);
        return likeness >= NEAR ? likeness : 0;
    }

    private static double letters(String word, String other) {
        return 1 - NearMatch.edits(word, other) / (double) Math.max(1, Math.max(word.length(), other.length()));
    }

    private static String letters(String type) {
        return type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static List<String> words(String type) {
        List<String> words = Stream.of(type.replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT)
                        .split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> FORMS.getOrDefault(word, word))
                .toList();
        if (words.size() < 2 || OTHER_OBJECTS.contains(words.get(1)) || !OBJECTS.containsKey(words.get(0))) {
            return words;
        }
        return Stream.concat(OBJECTS.get(words.get(0)).stream(), words.stream().skip(1))
                .toList();
    }
}
