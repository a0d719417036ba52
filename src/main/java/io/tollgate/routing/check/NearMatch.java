package io.tollgate.routing.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody who mistyped a word had in mind. */
public final class NearMatch {
    private NearMatch() {}

    /** The candidate with the fewest single-character edits from the word, if those are a third of its length at most. */
    public static Optional<String> of(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> edits(word, candidate)))
                .filter(nearest -> edits(word, nearest) <= Math.max(2, nearest.length() / 3));
    }

    /** The end of a sentence: {@code , did you mean 'steps'?}, or a full stop when nothing is near. */
    static String question(String word, Collection<String> candidates) {
        return of(word, candidates)
                .map(near -> ", did you mean '" + near + "'?")
                .orElse(".");
    }

    static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
