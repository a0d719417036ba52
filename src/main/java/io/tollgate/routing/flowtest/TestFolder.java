package io.tollgate.routing.flowtest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tests of a folder of routes: {@code tests/*.test.yaml}. No gateway reads them.
 *
 * @param path of the folder {@code tests}
 */
public record TestFolder(Path path) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern YAML = Pattern.compile("\\.ya?ml$");
    private static final String END = ".test.yaml";

    /** Of a folder of routes, which may have none. */
    public static TestFolder of(Path routes) {
        return new TestFolder(routes.resolve("tests"));
    }

    /** All of them, by file and place in it. */
    public List<FlowTest> tests() throws IOException, InvalidTest {
        List<FlowTest> tests = new ArrayList<>();
        for (Path file : files()) {
            String name = path.relativize(file).toString();
            if (!name.endsWith(END)) {
                throw new InvalidTest(name, 1, "No test in this file is run: let its name end with " + END);
            }
            tests.addAll(new TestFile(name, text(name, file)).tests());
        }
        return tests;
    }

    /** Of the event of a test; empty when there is none to be read. */
    public Optional<String> type(FlowTest test) {
        if (test.set().get("type") instanceof TextNode type) {
            return Optional.of(type.textValue());
        } else if (test.json() != null) {
            return Optional.ofNullable(test.json().path("type").textValue());
        } else if (!isFile(test.event())) {
            return Optional.of(test.event());
        }
        try {
            return Optional.ofNullable(
                    JSON.readTree(file(test).toFile()).path("type").textValue());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether the event of a test is a file beside it. */
    public static boolean isFile(String event) {
        return event.contains("/") || event.endsWith(".json");
    }

    /** Of the event of a test. */
    public Path file(FlowTest test) {
        return path.resolve(test.file()).resolveSibling(test.event());
    }

    private static String text(String name, Path file) throws IOException, InvalidTest {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new InvalidTest(name, 1, "This is not UTF-8: save it as such");
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(file -> YAML.matcher(file.toString()).find())
                    .sorted()
                    .toList();
        }
    }
}
