package io.tollgate.routing.flowtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.tollgate.routing.flowtest.TestFile.Part;
import io.tollgate.routing.rehearsal.JsonDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a body is to be: a text, the event as it came, JSON that has this or is this, or values at paths in it.
 *
 * @param text null unless it is one
 * @param isEvent whether it is the event as it came
 * @param has JSON of which each field is to be there; null for none
 * @param is JSON that is all of it; null for none
 * @param paths values by JSONPath
 */
record ExpectedBody(String text, boolean isEvent, JsonNode has, JsonNode is, Map<String, JsonNode> paths) {
    static final ExpectedBody ANY = new ExpectedBody(null, false, null, null, Map.of());
    private static final JsonMapper JSON = new JsonMapper();
    private static final Configuration PATHS = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .options(Option.SUPPRESS_EXCEPTIONS)
            .build();

    /** @param part that may have one */
    static ExpectedBody in(Part part) throws InvalidTest {
        Part body = part.child("body").orElse(null);
        if (body == null) {
            return ExpectedBody.ANY;
        } else if (body.json().isValueNode()) {
            boolean isEvent = body.json().asText().equals("as it came");
            return new ExpectedBody(isEvent ? null : body.json().asText(), isEvent, null, null, Map.of());
        }
        body.only(Set.of("has", "is", "paths"));
        if (body.json().isEmpty()
                || body.json().has("paths") && !body.json().path("paths").isObject()) {
            throw body.wrong("A body is 'as it came', a text, or has, is or paths, such as paths: {$.id: evt_1}");
        }
        Map<String, JsonNode> paths = new LinkedHashMap<>();
        body.json().path("paths").properties().forEach(path -> paths.put(path.getKey(), path.getValue()));
        return new ExpectedBody(null, false, body.json().get("has"), body.json().get("is"), paths);
    }

    /** @param actual null for none */
    List<String> differences(String actual, String event) {
        List<String> found = new ArrayList<>();
        String body = actual == null ? "" : actual;
        if (text != null && !text.strip().equals(body.strip())) {
            found.add("body is " + quoted(body) + ", not " + quoted(text));
        }
        if (isEvent && !body.equals(event)) {
            found.add("body is not the event as it came, but " + quoted(body));
        }
        if (has != null || is != null || !paths.isEmpty()) {
            found.addAll(inJson(body));
        }
        return found;
    }

    private List<String> inJson(String body) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return List.of("body is no JSON, but " + quoted(body));
        }
        List<String> found = new ArrayList<>();
        if (has != null) {
            found.addAll(JsonDifference.between(has, json, false, "body"));
        }
        if (is != null) {
            found.addAll(JsonDifference.between(is, json, true, "body"));
        }
        paths.forEach((path, value) -> found.addAll(JsonDifference.between(value, at(path, json), true, path)));
        return found;
    }

    private static JsonNode at(String path, JsonNode json) {
        try {
            return JsonPath.using(PATHS).parse(json).read(path, JsonNode.class);
        } catch (JsonPathException e) {
            return null;
        }
    }

    private static String quoted(String text) {
        return JsonDifference.shown(new com.fasterxml.jackson.databind.node.TextNode(text));
    }
}
