package io.tollgate.routing.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tollgate.routing.preview.Difference.Kind;
import io.tollgate.routing.rehearsal.FailedStep;
import io.tollgate.routing.rehearsal.JsonDifference;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.Sent;
import io.tollgate.routing.rehearsal.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What one event does in two sets of routes: where the second one does otherwise. */
final class Comparison {
    private static final JsonMapper JSON = new JsonMapper();
    private final Rehearsed now;
    private final Rehearsed next;
    private final List<Difference> found = new ArrayList<>();

    private Comparison(Rehearsed now, Rehearsed next) {
        this.now = now;
        this.next = next;
    }

    /** Both are known. */
    static List<Difference> of(Rehearsed now, Rehearsed next) {
        Comparison comparison = new Comparison(now, next);
        comparison.failures();
        comparison.sends();
        comparison.found.addAll(RowComparison.of(now, next));
        return comparison.found;
    }

    private void failures() {
        Set<String> before = now.failures().stream().map(Comparison::text).collect(Collectors.toSet());
        for (FailedStep failed : next.failures()) {
            if (!before.contains(text(failed))) {
                Kind kind = !now.failures().isEmpty()
                        ? Kind.FAILS_OTHERWISE
                        : failed.onStandIn() ? Kind.FAILS_ON_STAND_IN : Kind.NEWLY_FAILS;
                found.add(new Difference(kind, text(failed), failed.message().replaceAll("\\s+", " ")));
            }
        }
        if (next.failures().isEmpty()) {
            now.failures().forEach(failed -> found.add(new Difference(Kind.NO_LONGER_FAILS, text(failed), "")));
        }
        if (now.verdict() == Verdict.ROUTED && next.verdict() == Verdict.NOWHERE) {
            found.add(new Difference(Kind.NEWLY_REACHES_NOTHING, "no flow takes it, or a condition leaves it out", ""));
        }
    }

    private static String text(FailedStep failed) {
        return "step " + failed.step() + " of route " + failed.route() + ": " + failed.reason();
    }

    private void sends() {
        Map<String, List<Sent>> before = byDestination(now);
        Map<String, List<Sent>> after = byDestination(next);
        Set<String> all = new LinkedHashSet<>(before.keySet());
        all.addAll(after.keySet());
        for (String destination : all) {
            List<Sent> old = before.getOrDefault(destination, List.of());
            List<Sent> here = after.getOrDefault(destination, List.of());
            if (old.size() != here.size()) {
                found.add(new Difference(
                        Kind.GOES,
                        times(destination, old.size(), here.size()),
                        old.isEmpty() ? shown(here.get(0).body()) : ""));
            }
            for (int i = 0; i < Math.min(old.size(), here.size()); i++) {
                compare(destination, old.get(i), here.get(i));
            }
        }
    }

    private static String times(String destination, int before, int after) {
        return before == 0
                ? "to " + destination
                : after == 0
                        ? "no longer to " + destination
                        : "to " + destination + " " + after + " times, not " + before;
    }

    /** What is written is told by its rows. */
    private static Map<String, List<Sent>> byDestination(Rehearsed rehearsed) {
        return rehearsed.sent().stream()
                .filter(sent -> !sent.kind().equals("sql"))
                .collect(Collectors.groupingBy(Sent::destination, LinkedHashMap::new, Collectors.toList()));
    }

    private void compare(String destination, Sent old, Sent here) {
        Set<String> names = new TreeSet<>(old.head().keySet());
        names.addAll(here.head().keySet());
        for (String name : names) {
            says(destination + ": " + name, old.head().get(name), here.head().get(name));
        }
        body(destination + ": body", old.body(), here.body());
        says(destination + ": part in HTML", old.html(), here.html());
    }

    private void says(String what, String old, String here) {
        if (!Objects.equals(old, here)) {
            found.add(new Difference(Kind.SAYS, what, shown(old) + " → " + shown(here)));
        }
    }

    private static String shown(String text) {
        return text == null ? "nothing" : JsonDifference.shown(new TextNode(text));
    }

    private void body(String what, String old, String here) {
        if (Objects.equals(old, here)) {
            return;
        }
        JsonNode before = json(old);
        JsonNode after = json(here);
        if (before == null || after == null) {
            says(what, old, here);
        } else {
            found.addAll(Difference.ofFields(Kind.SAYS, what, JsonDifference.between(before, after, true, what)));
        }
    }

    private static JsonNode json(String text) {
        try {
            JsonNode json = text == null ? null : JSON.readTree(text);
            return json == null || !json.isContainerNode() ? null : json;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
