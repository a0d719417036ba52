package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.support.Node;
import io.tollgate.support.RoutesFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.NamedNode;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ModelToXMLDumper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Opens and saves each shipped file with the code of Kaoto (npm's {@code @kaoto/kaoto}) and of Karavan (npm's
 * {@code karavan-core}, which has 4.8.0 there and nothing newer).
 *
 * <p>Compared is what Camel reads of a file before and after: its models of all routes and route configurations, written
 * as XML; an {@code onException} that a configuration gives to a route is in both. The XML has each step in its place, and
 * its options, texts and ids. It has no comments, quotes or folds of lines, and no order of options, or of routes and
 * configurations among each other. The ids are left out that Karavan gives to expressions and data formats. The saved
 * folder also passes {@code check} without a finding.
 */
class EditorsIT {
    private static final Path EDITORS = Path.of("src/test/node/editors");
    private static final String FILES = ".camel.yaml";
    private static final String KARAVANS_IDS = " id=\"(constant|json|ref|simple)-[0-9a-f]{4}\"";

    @TempDir
    Path directory;

    @BeforeAll
    static void install() throws Exception {
        Node.assume();
        Node.npmCi(EDITORS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kaoto", "karavan"})
    void opensEachShippedFileAndSavesWhatMeansTheSame(String editor) throws Exception {
        Path saved = RoutesFolder.copy(Flows.ROUTES, directory.resolve(editor));

        assertThat(save(editor, saved)).isEmpty();

        assertThat(texts(saved)).as("was saved").isNotEqualTo(texts(Flows.ROUTES));
        assertThat(models(saved)).isEqualTo(models(Flows.ROUTES)).hasSizeGreaterThanOrEqualTo(9);
        assertThat(OfflineRoutes.check(saved, new String[0])).isEmpty();
    }

    /** Why onException stands in a route configuration. */
    @Test
    void karavanDoesNotOpenAnOnExceptionAtTheTop() throws Exception {
        String step = "- onException: {exception: [java.lang.Exception], steps: [{log: {message: x}}]}\n";
        Files.writeString(directory.resolve("top.camel.yaml"), step);
        Files.writeString(
                directory.resolve("inside.camel.yaml"),
                "- routeConfiguration:\n    id: inside\n    onException:\n" + step.indent(6));

        assertThat(save("karavan", directory)).startsWith("top.camel.yaml: ").hasLineCount(1);
        assertThat(save("kaoto", directory)).isEmpty();
    }

    /** What the editor does not open, and why. */
    private static String save(String editor, Path folder) throws Exception {
        Process node =
                Node.start(EDITORS, "save.mjs", editor, folder.toAbsolutePath().toString());
        String refused = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).isZero();
        return refused;
    }

    private static List<String> texts(Path folder) throws Exception {
        List<String> texts = new ArrayList<>();
        for (Path file : files(folder)) {
            texts.add(Files.readString(file));
        }
        return texts;
    }

    private static SortedMap<String, String> models(Path folder) throws Exception {
        SortedMap<String, String> models = new TreeMap<>();
        for (Path file : files(folder)) {
            models.put(file.getFileName().toString(), model(file));
        }
        return models;
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(FILES))
                    .sorted()
                    .toList();
        }
    }

    private static String model(Path file) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            var resource = ResourceHelper.fromString(file.getFileName().toString(), Files.readString(file));
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
                context.addRoutesConfigurations((RouteConfigurationBuilder) builder);
                context.addRoutes((RouteBuilder) builder);
            }
            List<NamedNode> read = new ArrayList<>(context.getRouteConfigurationDefinitions());
            read.addAll(context.getRouteDefinitions());
            ModelToXMLDumper dumper = PluginHelper.getModelToXMLDumper(context);
            StringBuilder model = new StringBuilder();
            for (NamedNode each : read) {
                model.append(dumper.dumpModelAsXml(context, each, false, false, false));
            }
            return model.toString().replaceAll(KARAVANS_IDS, "");
        }
    }
}
