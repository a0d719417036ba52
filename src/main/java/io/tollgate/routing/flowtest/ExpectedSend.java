package io.tollgate.routing.flowtest;

import io.tollgate.routing.rehearsal.Sent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that is to be sent.
 *
 * @param line from 1
 * @param kind such as {@code queue}; null for what is named by its destination alone
 * @param destination as {@link Sent} has it; a * in it stands for anything
 * @param times how often; 0 for one time or more
 * @param head what its properties, head lines or headers are to be; a * in a value stands for anything
 * @param texts that its text has
 * @param html texts that its part in HTML has
 */
record ExpectedSend(
        int line,
        String kind,
        String destination,
        int times,
        Map<String, String> head,
        ExpectedBody body,
        List<String> texts,
        List<String> html)
        implements Expectation {

    @Override
    public boolean covers(Sent sent) {
        return (kind == null || kind.equals(sent.kind())) && Wildcard.fits(destination, sent.destination());
    }

    @Override
    public List<String> differences(Outcome outcome) {
        List<Sent> there =
                outcome.rehearsed().sent().stream().filter(this::covers).toList();
        if (there.isEmpty()) {
            return List.of("nothing goes to " + destination + others(outcome));
        }
        if (times > 0 && there.size() != times) {
            return List.of(there.size() + " go to " + destination + ", not " + times);
        }
        List<List<String>> found =
                there.stream().map(sent -> differences(sent, outcome.event())).toList();
        // one of several is enough, unless each is meant
        return found.stream()
                .min(java.util.Comparator.comparingInt(List::size))
                .filter(least -> times == 0 || times == 1)
                .orElseGet(() -> found.stream().flatMap(List::stream).toList())
                .stream()
                .map(difference -> destination + ": " + difference)
                .toList();
    }

    private static String others(Outcome outcome) {
        List<String> others = outcome.rehearsed().sent().stream()
                .filter(sent -> !sent.kind().equals("sql"))
                .map(Sent::destination)
                .distinct()
                .toList();
        return others.isEmpty() ? "; nothing is sent at all" : "; something goes to " + String.join(", ", others);
    }

    private List<String> differences(Sent sent, String event) {
        List<String> found = new ArrayList<>(body.differences(sent.body(), event));
        Map<String, String> there = new LinkedHashMap<>();
        sent.head().forEach((name, value) -> there.put(name.toLowerCase(java.util.Locale.ROOT), value));
        head.forEach((name, value) -> {
            String actual = there.get(name.toLowerCase(java.util.Locale.ROOT));
            if (actual == null) {
                found.add(name + " is not there, and " + value + " is expected");
            } else if (!Wildcard.fits(value, actual)) {
                found.add(name + " is '" + actual + "', not '" + value + "'");
            }
        });
        missing(texts, sent.body(), "its text", found);
        missing(html, sent.html(), "its part in HTML", found);
        return found;
    }

    private static void missing(List<String> expected, String actual, String what, List<String> found) {
        expected.stream()
                .filter(text -> actual == null || !actual.contains(text))
                .forEach(text -> found.add(what + " does not have '" + text + "'"
                        + (actual == null
                                ? ": there is none"
                                : ", it is:\n" + actual.strip().indent(6).stripTrailing())));
    }
}
