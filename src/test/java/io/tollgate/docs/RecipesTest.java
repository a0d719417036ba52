package io.tollgate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.cli.Run;
import io.tollgate.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a team copies from {@code docs/recipes/} into the shipped routes is sound, each recipe by itself; and all of them together do what the
 * tests of each say.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecipesTest {
    private static final Page PAGE = Page.read("docs/recipes.md");
    private static final Pattern FOLDER = Pattern.compile("]\\(recipes/([^)]*)\\)");
    /** Code of a team's own, which a reviewer is to see. */
    private static final Map<String, String> REVIEWED = Map.of("own-bean", "java-class");
    /** In LibIT: it takes a module that is fetched into {@code lib/}. */
    private static final String WITH_A_MODULE = "groovy";

    private HikariDataSource database;
    private ClassLoader lib;
    private Run together;
    private JsonNode tests;

    @BeforeAll
    void runTheTestsOfAll(@TempDir Path folder) throws IOException {
        database = TestDatabase.newInbox();
        lib = Recipe.compiled(folder.resolve("lib"));
        List<String> arguments = new ArrayList<>(List.of("--json", "--tollgate.data=" + folder));
        Path routes = Recipe.shippedRoutes(folder);
        for (Recipe recipe : recipes()) {
            recipe.layOver(routes);
            arguments.addAll(recipe.settings());
        }
        together = run("test", routes, arguments);
        tests = new ObjectMapper().readTree(together.out()).path("tests");
    }

    @AfterAll
    void closeDatabase() {
        database.close();
    }

    static List<Recipe> recipes() throws IOException {
        return Recipe.all().stream()
                .filter(recipe -> !recipe.name().equals(WITH_A_MODULE))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void theCheckFindsNothing(Recipe recipe, @TempDir Path folder) throws IOException {
        Path routes = Recipe.shippedRoutes(folder);
        recipe.layOver(routes);
        List<String> arguments = new ArrayList<>(recipe.settings());
        if (recipe.hasSql()) {
            arguments.addAll(List.of("--database", "--spring.datasource.url=" + database.getJdbcUrl()));
        }
        String review = REVIEWED.get(recipe.name());
        arguments.add("--tollgate.routes.strict=" + (review == null));

        Run check = run("check", routes, arguments);

        assertThat(check.out())
                .as(check.err())
                .contains(review == null ? "" : "[" + review + "]")
                .endsWith(review == null ? "no errors, no warnings\n" : "no errors, 1 warning\n");
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void itsTestsPassAndOneIsOfWhereItDoesNotApply(Recipe recipe) {
        List<JsonNode> own = new ArrayList<>();
        for (JsonNode test : tests) {
            if (test.path("file").asText().equals(recipe.name() + ".test.yaml")) {
                own.add(test);
            }
        }

        assertThat(own).as(together.err()).hasSizeGreaterThan(1);
        assertThat(own).filteredOn(test -> !test.path("passes").asBoolean()).isEmpty();
    }

    @Test
    void theShippedFlowsStillDoWhatTheyDid() {
        assertThat(together.exitCode()).as(together.out() + together.err()).isZero();
    }

    @Test
    void thePageHasAShortSectionOfEachFolderAndOfNoOther() throws IOException {
        List<String> sections = List.of(PAGE.text().split("\n(?=## )"));
        List<String> folders = new ArrayList<>();
        for (String section : sections.subList(1, sections.size())) {
            assertThat(section.lines().count()).as(section).isLessThanOrEqualTo(20);
            folders.addAll(
                    FOLDER.matcher(section).results().map(link -> link.group(1)).toList());
        }

        assertThat(folders)
                .containsExactlyInAnyOrderElementsOf(
                        Recipe.all().stream().map(Recipe::name).toList());
    }

    @Test
    void whatThePageShowsStandsInTheFiles() throws IOException {
        assertThat(PAGE.blocks()).hasSizeGreaterThan(10);
        for (Map.Entry<String, String> block : PAGE.blocks().entrySet()) {
            assertThat(Files.readString(Path.of("docs", block.getKey()))).contains(block.getValue());
        }
    }

    /** Behind the gateway's own classes are those that a team has in {@code lib/}. */
    private Run run(String command, Path routes, List<String> more) {
        List<String> all = new ArrayList<>(List.of(command, routes.toString()));
        all.addAll(more);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(lib);
        try {
            return Run.of(Map.of(), all.toArray(String[]::new));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
