package io.tollgate.routing.preview;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that another set of routes does otherwise with an event.
 *
 * @param kind how much it matters
 * @param what it is about, without what the event says: a destination, a field, a step with its place
 * @param values from and to, which may have words of the event; empty for none
 */
public record Difference(Kind kind, String what, String values) {
    /** How much a difference matters, the most first. */
    public enum Kind {
        /** A step fails that did not. */
        NEWLY_FAILS("newly fails"),
        /** It reached something, and would reach nothing. */
        NEWLY_REACHES_NOTHING("newly reaches nothing"),
        /** A step fails otherwise than before. */
        FAILS_OTHERWISE("fails otherwise"),
        /** A step fails that did not, after an answer that was made up: a real one may be otherwise. */
        FAILS_ON_STAND_IN("fails on an answer that is made up"),
        /** It failed, and would not. */
        NO_LONGER_FAILS("no longer fails"),
        /** It goes somewhere else, or not as often. */
        GOES("goes"),
        /** A message, a mail, a call or what else goes there is not the same. */
        SAYS("says"),
        /** A row would be another one. */
        ROW("row");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        /** Whether a set that does so is not to be taken. */
        public boolean isBad() {
            return this == NEWLY_FAILS || this == NEWLY_REACHES_NOTHING;
        }
    }

    /**
     * One a field.
     *
     * @param where begins each of the sentences, and is followed by the path of the field
     */
    static List<Difference> ofFields(Kind kind, String where, List<String> sentences) {
        List<Difference> found = new ArrayList<>();
        for (String sentence : sentences) {
            int end = sentence.indexOf(' ', where.length());
            String field = end < 0 ? sentence : sentence.substring(0, end);
            found.add(new Difference(
                    kind, field, sentence.substring(field.length()).strip()));
        }
        return found;
    }

    /** That makes it the same for many events. */
    String key() {
        return kind + " " + what;
    }
}
