package io.tollgate.routing.flowtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.routing.flowtest.TestFile.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a test expects. */
record ExpectationReader(Part part) {
    private static final Pattern NOTHING_IS_LEFT = Pattern.compile("if (\\S+) fails,? nothing is left");
    private static final String WAYS =
            "write queue, topic, mail, call, to, row or fails with its name, or one of: nothing; nothing else;"
                    + " duplicate changes nothing; older event second changes nothing; if STEP fails nothing is left";
    private static final Set<String> MESSAGE = Set.of("body", "properties", "times");

    Expectation expectation() throws InvalidTest {
        if (part.json().isTextual()) {
            return sentence(part.json().asText().strip());
        }
        for (String kind : List.of("queue", "topic", "mail", "call", "to", "row", "fails")) {
            if (part.json().has(kind)) {
                return named(kind, part.text(kind));
            }
        }
        throw part.wrong("This is nothing that can be expected: " + WAYS);
    }

    private Expectation sentence(String sentence) throws InvalidTest {
        Matcher left = NOTHING_IS_LEFT.matcher(sentence);
        if (left.matches()) {
            return new NothingIsLeft(part.line(), left.group(1));
        }
        return switch (sentence) {
            case "nothing" -> new Nothing(part.line(), false);
            case "nothing else" -> new Nothing(part.line(), true);
            case "duplicate changes nothing" -> new ChangesNothing(part.line(), false);
            case "older event second changes nothing" -> new ChangesNothing(part.line(), true);
            default -> throw part.wrong("'" + sentence + "' is nothing that can be expected: " + WAYS);
        };
    }

    private Expectation named(String kind, String name) throws InvalidTest {
        return switch (kind) {
            case "queue", "topic" -> {
                part.only(with(MESSAGE, kind));
                yield send(kind, "jms:" + kind + ":" + name, head("properties"));
            }
            case "mail" -> {
                part.only(Set.of("mail", "subject", "text", "html", "head", "times"));
                Map<String, String> head = head("head");
                if (part.text("subject") != null) {
                    head.put("Subject", part.text("subject"));
                }
                yield send("mail", "mail:" + name, head);
            }
            case "call" -> {
                part.only(Set.of("call", "body", "headers", "times"));
                yield send("http", name, head("headers"));
            }
            case "to" -> {
                part.only(Set.of("to", "body", "headers", "times"));
                yield send(null, name, head("headers"));
            }
            case "row" -> row(name);
            default -> {
                part.only(Set.of("fails", "message"));
                yield new Fails(
                        part.line(),
                        name,
                        Optional.ofNullable(part.text("message")).orElse(""));
            }
        };
    }

    private static Set<String> with(Set<String> keys, String more) {
        Set<String> all = new java.util.HashSet<>(keys);
        all.add(more);
        return all;
    }

    private ExpectedSend send(String kind, String destination, Map<String, String> head) throws InvalidTest {
        return new ExpectedSend(
                part.line(), kind, destination, times(), head, ExpectedBody.in(part), texts("text"), texts("html"));
    }

    /** 0 for one time or more. */
    private int times() throws InvalidTest {
        Part times = part.child("times").orElse(null);
        if (times != null && !(times.json().isInt() && times.json().intValue() > 0)) {
            throw times.wrong("times is a whole number from 1; that nothing goes there is 'nothing else' or 'nothing'");
        }
        return times == null ? 0 : times.json().intValue();
    }

    private Map<String, String> head(String key) throws InvalidTest {
        Map<String, String> head = new LinkedHashMap<>();
        Part lines = part.child(key).orElse(null);
        if (lines != null && !lines.json().isObject()) {
            throw lines.wrong(key + " has names with their values");
        }
        if (lines != null) {
            lines.json()
                    .properties()
                    .forEach(line -> head.put(line.getKey(), line.getValue().asText()));
        }
        return head;
    }

    private List<String> texts(String key) throws InvalidTest {
        List<String> texts = new ArrayList<>();
        Part given = part.child(key).orElse(null);
        if (given == null) {
            return texts;
        }
        for (Part text : given.json().isArray() ? given.items() : List.of(given)) {
            if (!text.json().isValueNode() || text.json().asText().isEmpty()) {
                throw text.wrong(key + " is a text that is in it, or a list of some");
            }
            texts.add(text.json().asText());
        }
        return texts;
    }

    private ExpectedRow row(String table) throws InvalidTest {
        part.only(Set.of("row", "key", "columns", "gone"));
        JsonNode gone = part.json().path("gone");
        if (!gone.isMissingNode()
                && (!gone.isBoolean() || !gone.booleanValue() || part.json().has("columns"))) {
            throw part.wrong("gone: true says that the row is gone, and goes without columns");
        }
        ObjectNode columns = columns("columns");
        ObjectNode key = columns("key");
        return new ExpectedRow(part.line(), table, key, gone.isMissingNode() ? columns : null);
    }

    private ObjectNode columns(String key) throws InvalidTest {
        Part columns = part.child(key).orElse(null);
        if (columns == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!(columns.json() instanceof ObjectNode object)) {
            throw columns.wrong(key + " has columns with their values");
        }
        return object;
    }
}
