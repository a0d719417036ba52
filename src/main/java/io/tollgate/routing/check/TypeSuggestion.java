package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds which of Stripe's event types somebody had in mind. Words count, whatever stands between them: most mistakes are a
 * word that is missing ({@code payment_intent.failed}), has another form ({@code charge.success}) or another separator
 * ({@code invoice_payment.failed}), and not single letters.
 */
final class TypeSuggestion {
    private static final double NEAR = 0.6;
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
    private static final Map<String, String> MEANINGS =
            Map.of("canceled", "deleted", "completed", "succeeded", "required", "requires", "removed", "deleted");

    private TypeSuggestion() {}

    static Optional<String> of(String type, Collection<String> known) {
        List<String> words = words(type);
        return known.stream()
                .map(candidate -> Map.entry(candidate, likeness(type, words, candidate)))
                .filter(scored -> scored.getValue() >= NEAR)
                .max(Comparator.comparingDouble(Map.Entry<String, Double>::getValue)
                        .thenComparing(scored -> scored.getKey().endsWith(".created"))
                        .thenComparing(scored -> -NearMatch.edits(type, scored.getKey())))
                .map(Map.Entry::getKey);
    }

    private static double likeness(String type, List<String> words, String candidate) {
        double byWords = byWords(words, words(candidate));
        double byLetters = letters(letters(type), letters(candidate));
        return Math.max(byWords, byLetters) + (candidate.endsWith("." + type) ? SAME_END : 0);
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
        if (other.equals(MEANINGS.get(word))) {
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
        return Stream.of(type.replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toLowerCase(Locale.ROOT)
                        .split("[^a-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> FORMS.getOrDefault(word, word))
                .toList();
    }
}
