package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An {@code onException} acts on the routes that it is for; the others keep the broker's redelivery. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnExceptionTest {
    private static final String ROUTER = """
            - route:
                id: router
                description: Sends each event to both queues
                from:
                  uri: direct:router
                  steps:
                    - to: {id: to-own, uri: 'jms:queue:FORM.own'}
                    - to: {id: to-other, uri: 'jms:queue:FORM.other'}
            """;
    private static final String ON_EXCEPTION = """
            - onException:
                id: not-taken
                exception: [java.lang.Exception]
                handled: {constant: 'true'}
                steps:
                  - to: {id: to-mended, uri: 'jms:queue:FORM.mended'}
            """;
    private static final String FAILING = """
            - route:
                id: WHO
                description: Fails at each message
            NAMED    from:
                  uri: jms:queue:FORM.WHO
                  steps:
                    - throwException: {exceptionType: java.lang.IllegalStateException, message: no}
            """;

    private Flows flows;
    private Path directory;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        this.directory = directory;
        flows = new Flows(directory, Map.of());
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
    }

    @ParameterizedTest
    @CsvSource({"top", "configuration"})
    void actsOnItsOwnRoutesOnly(String form) throws Exception {
        boolean isAtTheTop = form.equals("top");
        String handler = isAtTheTop
                ? ON_EXCEPTION
                : "- routeConfiguration:\n    id: mended\n    onException:\n" + ON_EXCEPTION.indent(6);
        Path folder = Files.createDirectory(directory.resolve(form));
        write(folder, form, "router", ROUTER);
        write(folder, form, "own", handler + failing("own", isAtTheTop ? "" : "    routeConfigurationId: mended\n"));
        write(folder, form, "other", failing("other", ""));
        flows.load(folder);

        flows.route(Flows.event("evt_" + form, "any", "{}"));

        assertThat(ids(flows.drain(form + ".mended"))).containsExactly("evt_" + form);
        assertThat(ids(flows.drain("DLQ." + form + ".other"))).containsExactly("evt_" + form);
    }

    @Test
    void aConfigurationWithoutAnIdIsForTheRoutesThatNameNone() throws Exception {
        String named = "- routeConfiguration:\n    id: mended\n    onException:\n" + ON_EXCEPTION.indent(6);
        String forAll = named.replace("    id: mended\n", "").replace("FORM.mended", "FORM.all");
        Path folder = Files.createDirectory(directory.resolve("all"));
        write(folder, "all", "router", ROUTER);
        write(folder, "all", "own", named + failing("own", "    routeConfigurationId: mended\n"));
        write(folder, "all", "a", forAll);
        write(folder, "all", "other", failing("other", ""));
        // It is for the router too, which the check refuses.
        flows.loadUnchecked(folder);

        flows.route(Flows.event("evt_all", "any", "{}"));

        assertThat(ids(flows.drain("all.mended"))).containsExactly("evt_all");
        assertThat(ids(flows.drain("all.all"))).containsExactly("evt_all");
        assertThat(flows.isEmpty("DLQ.all.other")).isTrue();
    }

    private static String failing(String who, String named) {
        return FAILING.replace("WHO", who).replace("NAMED", named);
    }

    private static void write(Path folder, String form, String name, String text) throws Exception {
        Files.writeString(folder.resolve(name + ".camel.yaml"), text.replace("FORM", form));
    }

    private static List<String> ids(List<Message> messages) throws Exception {
        List<String> ids = new ArrayList<>();
        for (Message message : messages) {
            ids.add(message.getJMSCorrelationID());
        }
        return ids;
    }
}
