package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The folder of routes is edited under load, well and badly. Each bad edit would take messages away if it were in effect
 * for a moment: the ledger would not balance.
 */
@Timeout(900)
class RouteEditsIT {
    private static final int EDITS = Integer.getInteger("faults.edits", 100);
    private static final int PER_SECOND = 300;

    private static final String PAYMENTS = "payment-intent-succeeded.camel.yaml";
    private static final String ROUTER = "router.camel.yaml";
    private static final String TEMPLATE = "templates/charge-dispute-created.mustache";

    private Installation installation;
    private Path routes;

    @BeforeEach
    void install(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        installation = new Installation(directory);
    }

    @AfterEach
    void close() throws Exception {
        installation.close();
    }

    /** Something that is done to the folder, and whether the gateway takes what is there then. */
    private record Edit(String name, Action action, boolean isTaken) {
        interface Action {
            void on(Path routes, int number) throws IOException;
        }
    }

    private static final List<Edit> SOME = List.of(
            new Edit(
                    "a good edit",
                    (routes, n) -> replace(routes, PAYMENTS, "description: .*", "description: No. " + n),
                    true),
            new Edit("half a file", (routes, n) -> half(routes, PAYMENTS), false),
            new Edit("mended in two steps", RouteEditsIT::inTwoSteps, true),
            new Edit("no router", (routes, n) -> Files.delete(routes.resolve(ROUTER)), false),
            new Edit("the router again", (routes, n) -> original(routes, ROUTER), true),
            new Edit(
                    "a misspelled type",
                    (routes, n) -> replace(routes, ROUTER, "_intent.succeeded'", "_intent.succeded'"),
                    false),
            new Edit("the right type", (routes, n) -> original(routes, ROUTER), true),
            new Edit("another queue, and a wire tap", RouteEditsIT::anotherQueue, false),
            new Edit("the queue again", (routes, n) -> original(routes, PAYMENTS), true),
            new Edit("another name", (routes, n) -> move(routes, PAYMENTS, "payments.camel.yaml"), true),
            new Edit(
                    "an ending that is not read",
                    (routes, n) -> move(routes, "payments.camel.yaml", "payments.yml"),
                    false),
            new Edit("the old name", (routes, n) -> move(routes, "payments.yml", PAYMENTS), true),
            new Edit("a template", (routes, n) -> replace(routes, TEMPLATE, "\\z", "No. " + n + "\n"), true),
            new Edit("a broken template", (routes, n) -> replace(routes, TEMPLATE, "\\z", "{{#open}}"), false),
            new Edit("the template again", (routes, n) -> original(routes, TEMPLATE), true),
            new Edit(
                    "a new table",
                    (routes, n) -> table(routes, "CREATE TABLE IF NOT EXISTS stripe.note_" + n + " (id text)"),
                    true),
            new Edit(
                    "a broken table", (routes, n) -> table(routes, "DROP TABLE stripe.effect; SELECT nonsense"), false),
            new Edit("no such table file", (routes, n) -> Files.delete(routes.resolve("tables/R__note.sql")), true));

    @Test
    void editsInARowCostNothing() throws Exception {
        GatewayProcess gateway = installation.startGateway(List.of());
        routes = installation.routesOf(gateway);
        Load load = new Load("edit", gateway::port).start(PER_SECOND);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> load.answeredWith(200).size() > 5 * PER_SECOND);

        for (int i = 0; i < EDITS; i++) {
            edit(SOME.get(i % SOME.size()), i);
        }
        load.close();
        installation.awaitSettled(Duration.ofSeconds(60));

        Ledger ledger = Ledger.of(installation, load)
                .print(EDITS + " edits of the routes at " + PER_SECOND + " events/s")
                .mustBalance();
        assertThat(load.notAnsweredWith(200)).as("requests without a 200").isEmpty();
        assertThat(ledger.dead()).isEmpty();
        assertThat(ledger.duplicates()).isZero();
        assertThat(installation.query("SELECT count(*) FROM tollgate.inbox WHERE attempts > 1"))
                .as("attempts that an edit has cost")
                .isZero();
    }

    @Test
    void routesThatStayRefusedAreToldOnce() throws Exception {
        routes = installation.routesOf(installation.startGateway(List.of()));
        half(routes, PAYMENTS);
        installation.alerts().awaitBegan("routes-refused");
        original(routes, PAYMENTS);
        installation.alerts().mustHaveToldOnce("routes-refused");
    }

    private void edit(Edit edit, int number) throws Exception {
        long before = decisions("TRUE");
        long taken = decisions("result = 'TAKEN'");
        edit.action().on(routes, number);
        await(edit.name())
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> decisions("TRUE") > before);
        assertThat(decisions("result = 'TAKEN'") > taken)
                .as(edit.name() + " is taken")
                .isEqualTo(edit.isTaken());
    }

    private long decisions(String which) {
        return installation.query("SELECT count(*) FROM tollgate.route_set WHERE " + which);
    }

    private static void replace(Path routes, String file, String pattern, String by) throws IOException {
        Path path = routes.resolve(file);
        Files.writeString(path, Files.readString(path).replaceFirst(pattern, by));
    }

    private static void original(Path routes, String file) throws IOException {
        Files.writeString(
                routes.resolve(file), Files.readString(Path.of("routes").resolve(file)));
    }

    private static void half(Path routes, String file) throws IOException {
        String text = Files.readString(routes.resolve(file));
        Files.writeString(routes.resolve(file), text.substring(0, text.length() / 2));
    }

    /** As some editors write: empty at first, then the text. */
    private static void inTwoSteps(Path routes, int number) throws IOException {
        Files.writeString(routes.resolve(PAYMENTS), "");
        original(routes, PAYMENTS);
    }

    private static void anotherQueue(Path routes, int number) throws IOException {
        replace(routes, PAYMENTS, "stripe.payments.succeeded", "stripe.elsewhere");
        Path path = routes.resolve(PAYMENTS);
        Files.writeString(path, Files.readString(path) + "        - wireTap: {uri: 'jms:queue:stripe.tapped'}\n");
    }

    private static void move(Path routes, String from, String to) throws IOException {
        Files.move(routes.resolve(from), routes.resolve(to));
    }

    private static void table(Path routes, String sql) throws IOException {
        Files.writeString(routes.resolve("tables/R__note.sql"), sql);
    }
}
