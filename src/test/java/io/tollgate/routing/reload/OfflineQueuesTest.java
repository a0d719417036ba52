package io.tollgate.routing.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.routing.check.Snapshot;
import io.tollgate.support.RoutesFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which queues the commands look into. */
class OfflineQueuesTest {
    private static final String FLOW = "flow.camel.yaml";

    @TempDir
    private Path directory;

    private Path routes;

    @BeforeEach
    void write() throws IOException {
        routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        write("new.one");
    }

    @Test
    void thoseOfTheFolderThatRuns() throws IOException {
        taken();
        assertThat(queues()).get().satisfies(names -> assertThat(names).contains("new.one", "stripe.mail"));
    }

    /** What runs then is what was there before. */
    @Test
    void thoseOfTheLastGoodRoutesWhileTheFolderIsRefused() throws IOException {
        taken();
        write("another.one");
        Files.writeString(routes.resolve("wrong.camel.yaml"), "- route: { from: { uri: timer:x, steps: [] } }");
        assertThat(queues())
                .get()
                .satisfies(names -> assertThat(names).contains("new.one").doesNotContain("another.one"));
        Files.writeString(routes.resolve("wrong.camel.yaml"), "- route: {");
        assertThat(queues()).get().satisfies(names -> assertThat(names).contains("new.one"));
    }

    @Test
    void thoseOfAnEditThatPassesTheCheckAndIsNotTakenYet() throws IOException {
        taken();
        write("another.one");
        assertThat(queues()).get().satisfies(names -> assertThat(names).contains("another.one"));
    }

    /** As on a machine beside the gateway's, where nothing says what the gateway has taken. */
    @Test
    void thoseOfAFolderThatIsReadWhereNothingWasKept() throws IOException {
        Files.writeString(
                routes.resolve("refused.camel.yaml"),
                "- route: { from: { uri: 'direct:charge-failed', steps: [ { to: 'seda:x' } ] } }");
        assertThat(queues()).get().satisfies(names -> assertThat(names).contains("new.one"));
        Files.writeString(routes.resolve("refused.camel.yaml"), "- route: {");
        assertThat(queues()).isEmpty();
    }

    private Optional<Set<String>> queues() {
        return OfflineRoutes.queues(
                new String[] {"--tollgate.routes=" + routes, "--tollgate.data=" + directory.resolve("data")},
                Clock.systemUTC());
    }

    private void write(String queue) throws IOException {
        Files.writeString(routes.resolve(FLOW), """
                - route:
                    id: flow
                    description: To a queue of its own
                    from:
                      id: from-flow
                      uri: direct
                      parameters:
                        name: invoice-voided
                      steps:
                        - to:
                            id: to-queue
                            uri: jms
                            parameters:
                              destinationType: queue
                              destinationName: %s
                """.formatted(queue));
    }

    private void taken() throws IOException {
        KeptRoutes kept = new KeptRoutes(directory.resolve("data/routes"), Clock.systemUTC());
        Snapshot snapshot = Snapshot.of(routes);
        kept.keep(snapshot);
        kept.markGood(snapshot.hash(), Set.of());
    }
}
