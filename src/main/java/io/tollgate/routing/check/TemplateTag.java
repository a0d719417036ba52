package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code {{…}}} of a template.
 *
 * @param kind {@code #}, {@code ^}, {@code /}, {@code >}, {@code !} and the like; a space for a value
 * @param name without white space around it
 * @param at where it begins in the text
 * @param around the names of the sections that it stands in, the outermost first
 */
record TemplateTag(char kind, String name, int at, List<String> around) {
    private static final Pattern TAG = Pattern.compile("\\{\\{(?:\\{|&|([#^/>!=$<%]))?\\s*([^{}]*?)\\s*=?}?}}");

    static List<TemplateTag> all(String text) {
        List<TemplateTag> tags = new ArrayList<>();
        List<String> open = new ArrayList<>();
        Matcher found = TAG.matcher(text);
        while (found.find()) {
            char kind = found.group(1) == null ? ' ' : found.group(1).charAt(0);
            String name = found.group(2);
            if (kind == '/' && !open.isEmpty()) {
                open.remove(open.size() - 1);
            }
            tags.add(new TemplateTag(kind, name, found.start(), List.copyOf(open)));
            if (kind == '#' || kind == '^') {
                open.add(name);
            }
        }
        return tags;
    }

    boolean isValue() {
        return kind == ' ';
    }

    boolean isSection() {
        return kind == '#' || kind == '^';
    }

    Place place(String file, String text) {
        return place(file, text, at);
    }

    static Place place(String file, String text, int at) {
        String before = text.substring(0, at);
        int line = before.lastIndexOf('\n') + 1;
        return new Place(file, 1 + (int) before.chars().filter(c -> c == '\n').count(), 1 + at - line);
    }

    /** A line without the tags that leave nothing behind. */
    static String withoutSections(String line) {
        return line.replaceAll("\\{\\{[#^/!][^{}]*}}", "");
    }
}
