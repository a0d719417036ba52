package io.tollgate.cli;

import io.tollgate.routing.preview.Difference;
import io.tollgate.routing.preview.Preview;
import io.tollgate.routing.preview.PreviewOfType;
import io.tollgate.routing.preview.PreviewOfType.Found;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a preview has found, for people, programs and pull requests.
 *
 * @param events how many there were
 * @param now the hash of the routes that run
 * @param next that of those that may
 * @param seconds how long it took
 */
record PreviewReport(Preview preview, int events, String now, String next, double seconds) {
    private static final int MOST = 20;
    /** An address of a mail; an id of Stripe's, which has a digit. */
    private static final Pattern OF_AN_EVENT =
            Pattern.compile("[^\\s:,<>/]+@[^\\s:,<>/]+|\\b[a-z]{2,8}_(?=\\w*\\d)\\w{6,}");

    void print(PrintWriter out, boolean markdown, String rows) {
        out.println((markdown ? "### Preview of routes " + next + "\n\n" : "") + summary());
        preview.types().forEach((type, of) -> {
            if (of.differing() + of.notKnown() + of.failing() > 0) {
                out.println();
                print(out, type, of, markdown);
            }
        });
        out.println();
        out.println((preview.isBad()
                        ? "An event newly fails, or newly reaches nothing. "
                        : "No event newly fails or newly reaches nothing. ")
                + "Nothing was sent or kept. Rows are those of " + rows + ".");
    }

    private String summary() {
        int differing = preview.types().values().stream()
                .mapToInt(PreviewOfType::differing)
                .sum();
        int notKnown = preview.types().values().stream()
                .mapToInt(PreviewOfType::notKnown)
                .sum();
        return "%s of %s through routes %s, which run, and %s: %d the same, %d not, %d not known; %.1f s"
                .formatted(
                        count(events, "event"),
                        count(preview.types().size(), "type"),
                        now,
                        next,
                        events - differing - notKnown,
                        differing,
                        notKnown,
                        seconds);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static void print(PrintWriter out, String type, PreviewOfType of, boolean markdown) {
        String counts = of.differing() + " of " + of.events() + " not the same"
                + (of.notKnown() == 0 ? "" : ", " + of.notKnown() + " not known")
                + (of.failing() == 0 ? "" : ", " + of.failing() + " fail in both");
        out.println(markdown ? "**`" + type + "`**: " + counts + "\n" : type + ": " + counts);
        List<Found> all = of.found();
        for (Found found : all.subList(0, Math.min(MOST, all.size()))) {
            Difference difference = found.difference();
            String what = difference.kind().words() + ": " + difference.what();
            if (markdown) {
                out.println("- " + (difference.kind().isBad() ? "**" + cell(what) + "**" : cell(what)) + " ("
                        + found.events() + ")");
            } else {
                out.println("  %6d  %s".formatted(found.events(), what));
                out.println("          such as " + found.event()
                        + (difference.values().isEmpty() ? "" : ": " + difference.values()));
            }
        }
        if (all.size() > MOST) {
            out.println((markdown ? "- " : "          ") + "and " + (all.size() - MOST) + " more differences");
        }
    }

    /** As it is, whatever Markdown would make of it; but for what a destination has of an event. */
    static String cell(String text) {
        return OF_AN_EVENT
                .matcher(text)
                .replaceAll("…")
                .replaceAll("([\\\\`*_\\[\\]<>#|~])", "\\\\$1")
                .replaceAll("\\s+", " ");
    }

    Map<String, Object> json() {
        Map<String, Object> types = new LinkedHashMap<>();
        preview.types().forEach((type, of) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("events", of.events());
            json.put("differing", of.differing());
            json.put("notKnown", of.notKnown());
            json.put("failing", of.failing());
            json.put("differences", of.found().stream().map(PreviewReport::json).toList());
            types.put(type, json);
        });
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("now", now);
        all.put("next", next);
        all.put("events", events);
        all.put("bad", preview.isBad());
        all.put("types", types);
        return all;
    }

    private static Map<String, Object> json(Found found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", found.difference().kind());
        json.put("what", found.difference().what());
        json.put("values", found.difference().values());
        json.put("events", found.events());
        json.put("event", found.event());
        return json;
    }
}
