package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.samples.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the samples have the fields which Stripe's objects have as of a version of its API, by {@code sample-fields}. */
class SampleFieldsTest {
    private final ObjectMapper json = new ObjectMapper();
    private final Samples samples = SamplesTest.samples();

    @ParameterizedTest
    @MethodSource("io.tollgate.cli.SamplesTest#typesAndVersions")
    void hasAllFieldsOfItsVersionAndNoOthers(String type, String version) throws IOException {
        JsonNode object = json.readTree(samples.event(type, version)).at("/data/object");
        compare(object.path("object").textValue(), object, fields(version));
    }

    private static void compare(String name, JsonNode object, Map<String, Set<String>> fields) {
        Set<String> there = Set.copyOf(names(object));
        Set<String> listed = fields.getOrDefault(name, Set.of());
        assertThat(listed.stream().map(field -> field.replace("?", "")))
                .as(name)
                .containsAll(there);
        assertThat(there)
                .as(name)
                .containsAll(
                        listed.stream().filter(field -> !field.endsWith("?")).toList());
        object.properties().stream()
                .filter(field -> !field.getKey().equals("metadata"))
                .forEach(field -> parts(field.getValue()).forEach(part -> {
                    String inside = name + "." + field.getKey();
                    compare(part.path("object").asText(inside), part, fields);
                }));
    }

    /** The objects in it. */
    private static Stream<JsonNode> parts(JsonNode value) {
        return (value.isArray() ? value.valueStream() : Stream.of(value)).filter(JsonNode::isObject);
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static Map<String, Set<String>> fields(String version) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/sample-fields", version + ".txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(": "))
                .collect(Collectors.toMap(
                        parts -> parts[0],
                        parts -> Arrays.stream(parts[1].split(" ")).collect(Collectors.toSet())));
    }
}
