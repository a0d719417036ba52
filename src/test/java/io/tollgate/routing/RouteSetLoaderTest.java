package io.tollgate.routing;

import static io.tollgate.routing.Flows.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** What does not load, what an operator reads then, and what goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteSetLoaderTest {
    private static final String ROUTER =
            "- route: {id: router, from: {uri: 'direct:router', steps: [log: {message: x}]}}\n";
    private static final String ROUTER_TO_A = ROUTER.replace("{message: x}", "{message: x}, to: {uri: 'direct:a'}");

    private Flows flows;
    private Path directory;
    private int folders;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        this.directory = directory;
        flows = new Flows(directory, Map.of());
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
    }

    private Path folder(String text) throws Exception {
        Path folder = directory.resolve("set-" + ++folders);
        Files.createDirectories(folder);
        boolean isFlow = text.contains("from: {uri: 'direct:a'");
        Files.writeString(folder.resolve("router.camel.yaml"), isFlow ? ROUTER_TO_A : ROUTER);
        Files.writeString(folder.resolve("team.camel.yaml"), text);
        return folder;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - route: {id: a, from: {uri: 'direct:a', steps: [            | expected
            - route: {id: a, from: {uri: 'direct:a', step: [x]}}         | step
            - route: {id: a, from: {uri: 'direct:a', steps: [tuu: {}]}}  | tuu
            - route: {id: a, from: {uri: 'jms:queue:a', steps: [to: {uri: 'nosuch:b'}]}}     | nosuch
            - route: {id: a, from: {uri: 'jms:queue:a?nosuch=1', steps: [log: {message: x}]}}  | nosuch
            - route: {id: a, from: {uri: 'platform-http:/webhooks/stripe/{endpoint}', steps: [log: {message: x}]}} | receive.camel.yaml
            - route: {id: a, from: {uri: 'jms:queue:{{no.such.key}}', steps: [log: {message: x}]}} | no.such.key
            - route: {id: a, from: {uri: 'direct:a', steps: [to: {uri: 'jms:queue:{{no.such.key}}'}]}} | no.such.key
            - route: {id: a, from: {uri: 'direct:a', steps: [setBody: {simple: {expression: '${nosuch(}'}}]}} | nosuch
            - route: {id: a, from: {uri: 'direct:a', steps: [process: {ref: nosuchbean}]}} | nosuchbean
            - route: {id: router, from: {uri: 'direct:a', steps: [log: {message: x}]}} | router.camel.yaml
            - errorHandler: {defaultErrorHandler: {}} | routeConfigurationId
            """)
    void aBrokenFileIsRefusedWithASentenceThatNamesItAndTheMistake(String text, String mistake) throws Exception {
        Path folder = folder(text.strip() + "\n");

        InvalidRouteSet refused = catchThrowableOfType(InvalidRouteSet.class, () -> flows.load(folder));

        assertThat(refused).isNotNull();
        List<Finding> errors =
                refused.findings().stream().filter(Finding::isError).toList();
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).toString())
                .startsWith("team.camel.yaml:")
                .contains(mistake)
                .doesNotContain("\n");
    }

    /** Camel by itself would take the process's own before what the application says; and the folder that is edited for the kept set. */
    @Test
    void whatASettingIsTheApplicationSays() throws Exception {
        System.setProperty("tollgate.routes", "elsewhere");
        try {
            Path folder = folder(
                    "- route: {id: a, from: {uri: 'jms:queue:{{tollgate.routes}}', steps: [log: {message: x}]}}\n");

            try (RouteSet set = flows.built(folder, true)) {
                assertThat(set.queues()).containsExactly(folder.toString().substring(1));
            }
        } finally {
            System.clearProperty("tollgate.routes");
        }
    }

    @Test
    void allBrokenFilesAreNamedAtOnce() throws Exception {
        Path folder = folder("- route: {");
        Files.writeString(folder.resolve("second.camel.yaml"), "- nonsense: {}\n");

        InvalidRouteSet refused = catchThrowableOfType(InvalidRouteSet.class, () -> flows.load(folder));

        assertThat(refused.findings())
                .filteredOn(Finding::isError)
                .extracting(Finding::file)
                .containsExactly("second.camel.yaml", "team.camel.yaml");
    }

    @Test
    void aFolderWithoutTheRouterAndAFolderThatIsNotThereAreRefused() throws Exception {
        Path folder = folder("- route: {id: a, from: {uri: 'direct:a', steps: [log: {message: x}]}}\n");
        Files.delete(folder.resolve("router.camel.yaml"));

        assertThatThrownBy(() -> flows.load(folder)).hasMessageContaining("restore router.camel.yaml");
        assertThatThrownBy(() -> flows.load(directory.resolve("nowhere"))).hasMessageContaining("TOLLGATE_ROUTES");
    }

    @Test
    void aRefusedSetLeavesTheCurrentOneRunning() throws Exception {
        flows.load(folder("- route: {id: a, from: {uri: 'direct:a', steps: [log: {message: x}]}}\n"));

        assertThatThrownBy(() -> flows.load(folder("- route: {"))).isInstanceOf(InvalidRouteSet.class);

        assertThat(flows.route(event("evt_1", "any", "{}"))).isEmpty();
    }

    @Test
    void theNextSetReplacesTheCurrentOneUnderTheSameRouteIds() throws Exception {
        Path folder = folder("- route: {id: a, from: {uri: 'direct:a', steps: [log: {message: x}]}}\n");
        flows.load(folder);
        Files.writeString(
                folder.resolve("router.camel.yaml"),
                ROUTER_TO_A.replace("log: {message: x}", "to: {uri: 'jms:queue:next'}"));

        flows.load(folder);

        assertThat(flows.route(event("evt_1", "any", "{}"))).containsExactly("jms:queue:next");
    }

    @Test
    void theWayIntoTheInboxIsNoPartOfASet() throws Exception {
        Path folder = folder("- route: {id: a, from: {uri: 'direct:a', steps: [log: {message: x}]}}\n");
        Files.writeString(folder.resolve("receive.camel.yaml"), "- nonsense: {}\n");

        flows.load(folder);
    }

    @Test
    void aSetLoadsWhileTheBrokerIsAway() throws Exception {
        Path folder = folder("- route: {id: a, from: {uri: 'jms:queue:a', steps: [log: {message: x}]}}\n");
        flows.broker.stop();
        try {
            flows.load(folder);
            assertThat(flows.router.route(new io.tollgate.inbox.Entry(
                            event("evt_1", "any", "{}"), 1, 1, java.time.Instant.EPOCH, java.time.Instant.EPOCH)))
                    .isEmpty();
        } finally {
            flows.broker.start();
        }
    }
}
