package io.tollgate.routing.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Keeps in sight, in what a template became, which text is a stranger's: it stands between two characters that no value can
 * have. So a value fills its place in a head line, and never makes one.
 */
final class Marks {
    /** Where the head ends: in front of the template's first blank line, also when a line above it came out empty. */
    static final String END_OF_HEAD = "\u0003";

    private static final String BEGIN = "\u0001";
    private static final String END = "\u0002";
    private static final Pattern MARKED = Pattern.compile(BEGIN + "([^" + BEGIN + END + "]*)" + END);
    private static final Pattern ANY = Pattern.compile("[\u0001-\u0003]");

    private Marks() {}

    /** @param value on one line */
    static String around(String value) {
        return BEGIN + value + END;
    }

    static boolean hasValue(String text) {
        return MARKED.matcher(text).find();
    }

    /** As a reader sees it. */
    static String removed(String text) {
        return ANY.matcher(text).replaceAll("");
    }

    /** The values, in order. */
    static List<String> values(String text) {
        return new ArrayList<>(
                MARKED.matcher(text).results().map(found -> found.group(1)).toList());
    }

    /** The text with a word in the place of each value. */
    static String withSlots(String text) {
        int[] next = {0};
        return MARKED.matcher(text).replaceAll((MatchResult found) -> slot(next[0]++));
    }

    static String slot(int number) {
        return "zq7x" + number + "x7qz";
    }
}
