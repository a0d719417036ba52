package io.tollgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.operations.Masked;
import io.tollgate.routing.rehearsal.FailedStep;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.RowChange;
import io.tollgate.routing.rehearsal.Sent;
import io.tollgate.routing.rehearsal.Verdict;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What an event would do, for people. */
final class RehearsedReport {
    /** Lines of a row; characters of a value, and of a body. */
    private static final int MOST_FIELDS = 40;

    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST_BODY = 4_000;
    /** Properties that say which event it is. */
    private static final Pattern OF_EACH_MESSAGE = Pattern.compile("stripe.*|JMSType|JMSCorrelationID");

    private final PrintWriter out;
    private final Rehearsed rehearsed;
    private final String payload;
    private final JsonNode object;

    RehearsedReport(PrintWriter out, Rehearsed rehearsed, VerifiedEvent event) {
        this.out = out;
        this.rehearsed = rehearsed;
        this.payload = new String(event.payload(), StandardCharsets.UTF_8);
        this.object = object(payload);
    }

    private static JsonNode object(String payload) {
        try {
            JsonNode object = new JsonMapper().readTree(payload).path("data").path("object");
            return object.isEmpty() ? MissingNode.getInstance() : object;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** @param rows whose rows the flows have found */
    void print(boolean trace, String routes, String rows) {
        out.println(rehearsed.id() + " " + rehearsed.type() + " through routes " + routes);
        if (trace) {
            new TraceReport(out).print(rehearsed.steps());
        }
        rehearsed.sent().forEach(this::print);
        rehearsed.rows().forEach(this::print);
        rehearsed.failures().forEach(this::print);
        rehearsed.notes().forEach(note -> out.println("\n" + note));
        out.println("\n" + summary());
        out.println("Nothing was sent or kept. Rows are those of " + rows + ".");
    }

    private void print(Sent sent) {
        out.println("\n" + Masked.address(sent.destination()) + "  (" + place(sent.step(), sent.place()) + ")");
        if (sent.kind().equals("sql")) {
            return;
        }
        sent.head().forEach((name, value) -> {
            if (!sent.isMessage() || !OF_EACH_MESSAGE.matcher(name).matches()) {
                out.println("  " + name + ": " + cut(Masked.value(name, value), LONGEST_VALUE));
            }
        });
        if (sent.body() != null) {
            out.println(sent.body().equals(payload) ? "  the event as it came" : "\n" + indented(sent.body()));
        }
        if (sent.html() != null) {
            out.println("  and a part in HTML, of " + sent.html().length() + " characters");
        }
    }

    private static String place(String step, String place) {
        return "step " + step + (place.isEmpty() ? "" : ", " + place);
    }

    private static String indented(String body) {
        return cut(body, LONGEST_BODY)
                .lines()
                .map(line -> "    " + line)
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }

    private static String cut(String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    private void print(RowChange row) {
        String what = row.before() == null ? "new" : row.after() == null ? "gone" : "changed";
        out.println("\nrow of " + row.table() + " " + cut(row.key().toString(), LONGEST_VALUE) + ", " + what);
        Map<String, String> before = fields(row.before());
        Map<String, String> after = fields(row.after());
        Map<String, String> lines = new TreeMap<>();
        after.forEach((field, value) -> {
            if (!value.equals(before.get(field)) && !(row.before() == null && value.equals("null"))) {
                lines.put(field, row.before() == null ? value : before.getOrDefault(field, "null") + " → " + value);
            }
        });
        before.keySet().stream()
                .filter(field -> row.after() != null && !after.containsKey(field))
                .forEach(field -> lines.put(field, before.get(field) + " → nothing"));
        lines.entrySet().stream()
                .limit(MOST_FIELDS)
                .forEach(line -> out.println("  " + line.getKey() + ": " + line.getValue()));
        if (lines.size() > MOST_FIELDS) {
            out.println("  and " + (lines.size() - MOST_FIELDS) + " more: --json has them");
        }
    }

    /** The values of a row, those inside of JSON by their path. */
    private Map<String, String> fields(JsonNode row) {
        Map<String, String> fields = new TreeMap<>();
        if (row != null) {
            add("", row, fields);
        }
        return fields;
    }

    private void add(String path, JsonNode node, Map<String, String> fields) {
        if (!path.isEmpty() && node.equals(object)) {
            fields.put(path, "data.object of the event");
        } else if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(field -> add(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), fields));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                add(path + "." + i, node.get(i), fields);
            }
        } else {
            fields.put(path, cut(node.toString(), LONGEST_VALUE));
        }
    }

    private void print(FailedStep failed) {
        out.println("\nFAILS in route " + failed.route() + ", " + place(failed.step(), failed.place()));
        out.println("  " + cut(failed.message().replaceAll("\\s+", " ").strip(), LONGEST_BODY));
    }

    private String summary() {
        return switch (rehearsed.verdict()) {
            case ROUTED -> "It would be routed.";
            case NOWHERE -> "It would be routed, and reach nothing: no flow takes it, or a condition leaves it out.";
            case FAILED -> "It would fail: it is tried again, and then a dead event or a dead letter.";
            case NOT_KNOWN -> "Nothing is known of it: try again.";
        };
    }

    /** For the exit code and for people alike. */
    static boolean isGood(Verdict verdict) {
        return verdict == Verdict.ROUTED || verdict == Verdict.NOWHERE;
    }
}
