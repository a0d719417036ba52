package io.tollgate.routing.flowtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.routing.flowtest.TestFile.Part;
import io.tollgate.routing.rehearsal.Answers.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one test. */
record TestReader(Part item) {
    private static final int OK = 200;

    FlowTest test() throws InvalidTest {
        String name = item.text("name");
        if (name == null || name.isBlank()) {
            throw item.wrong("A test has a name, which says what is expected");
        }
        Part event = item.child("event")
                .orElseThrow(() -> item.wrong("A test has an event: a type, a file beside the test, or its JSON"));
        boolean isNamed = event.json().isValueNode();
        return new FlowTest(
                item.file(),
                item.line(),
                name,
                isNamed ? event.json().asText() : null,
                isNamed ? null : event.json(),
                item.text("apiVersion"),
                fields("set"),
                rows(),
                answers(),
                expected());
    }

    private Map<String, JsonNode> fields(String key) throws InvalidTest {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        Part part = item.child(key).orElse(null);
        if (part != null && !part.json().isObject()) {
            throw part.wrong(key + " has fields with their values, such as data.object.amount: 500");
        }
        if (part != null) {
            part.json().properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        }
        return fields;
    }

    private Part given(String key) throws InvalidTest {
        Part given = item.child("given").orElse(null);
        return given == null
                ? null
                : given.only(Set.of("rows", "answers")).child(key).orElse(null);
    }

    private Map<String, List<ObjectNode>> rows() throws InvalidTest {
        Map<String, List<ObjectNode>> rows = new LinkedHashMap<>();
        Part tables = given("rows");
        if (tables == null) {
            return rows;
        }
        if (!tables.json().isObject()) {
            throw tables.wrong("rows has tables, such as stripe.credit_note, each with a list of rows");
        }
        for (Map.Entry<String, JsonNode> table : tables.json().properties()) {
            List<ObjectNode> list = new ArrayList<>();
            for (JsonNode row : table.getValue()) {
                if (!(row instanceof ObjectNode columns) || columns.isEmpty()) {
                    throw tables.wrong("A row of " + table.getKey() + " is a list item of columns with their values");
                }
                list.add(columns);
            }
            rows.put(table.getKey(), list);
        }
        return rows;
    }

    private List<GivenAnswer> answers() throws InvalidTest {
        List<GivenAnswer> answers = new ArrayList<>();
        Part list = given("answers");
        if (list != null && !list.json().isArray()) {
            throw list.wrong("answers is a list: let each begin with '- url:' or '- status:'");
        }
        for (Part answer : list == null ? List.<Part>of() : list.items()) {
            answer.only(Set.of("method", "url", "status", "headers", "body"));
            JsonNode said = answer.json().path("status");
            int status = said.isMissingNode() ? OK : said.asInt();
            if (!said.isMissingNode() && !said.isInt() || status < 100 || status > 599) {
                throw answer.wrong("status is one of HTTP, 100 to 599");
            }
            Map<String, String> headers = new LinkedHashMap<>();
            answer.json()
                    .path("headers")
                    .properties()
                    .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
            JsonNode body = answer.json().path("body");
            answers.add(new GivenAnswer(
                    answer.text("method"),
                    answer.text("url"),
                    new Answer(status, headers, body.isContainerNode() ? body.toString() : body.asText(""))));
        }
        return answers;
    }

    private List<Expectation> expected() throws InvalidTest {
        List<Expectation> expected = new ArrayList<>();
        Part list = item.child("expect").orElse(null);
        if (list != null && !list.json().isArray()) {
            throw list.wrong("expect is a list: let each item begin with a dash, such as '- queue: stripe.payments'");
        }
        for (Part one : list == null ? List.<Part>of() : list.items()) {
            expected.add(new ExpectationReader(one).expectation());
        }
        if (expected.isEmpty()) {
            throw item.wrong(
                    "A test has a list of what it expects: 'expect:', and below it such as '- queue: stripe.payments'");
        }
        return expected;
    }
}
