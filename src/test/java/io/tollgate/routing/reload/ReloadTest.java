package io.tollgate.routing.reload;

import static io.tollgate.routing.Flows.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.docs.Page;
import io.tollgate.inbox.RouteSets;
import io.tollgate.inbox.RouteSets.Result;
import io.tollgate.inbox.TestRouteSets;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.Flows;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.RoutesFolder;
import io.tollgate.support.TestDatabase;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.FileSystemUtils;

/** A folder of routes that is edited while events go through it. */
class ReloadTest {
    private static final String BROKEN = "- route: {";

    /** Passes the check, and does not start. */
    private static final String NO_SUCH_FOLDER = """
            - route:
                id: files
                description: Reads a folder that is not there
                from:
                  uri: file:nowhere?autoCreate=false&startingDirectoryMustExist=true
                  steps: [log: x]
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    Path directory;

    private final AtomicInteger relayStarts = new AtomicInteger();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path folder;
    private Flows flows;
    private HikariDataSource inbox;
    private RouteSets decisions;
    private RouteNews news;
    private CurrentRoutes routes;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createDirectories(directory.resolve("routes"));
        flows = new Flows(directory.resolve("broker"), Map.of());
        inbox = TestDatabase.newInbox();
        decisions = TestRouteSets.on(inbox);
        router("jms:queue:first");
        watch(true);
    }

    @AfterEach
    void stop() throws Exception {
        closeGateway();
        flows.close();
        inbox.close();
    }

    /** As a gateway does at its start. */
    private void watch(boolean reload) throws Exception {
        news = new RouteNews("a:8080", decisions, metrics);
        routes = new CurrentRoutes(
                flows.loader,
                ReloadRehearsal.NONE,
                new FlowTables(flows.dataSource, FlowRole.GATEWAYS),
                new KeptRoutes(directory.resolve("data/routes"), Clock.systemUTC()),
                flows.router,
                news,
                relayStarts::incrementAndGet,
                Clock.systemUTC());
        FolderWatch watch = new FolderWatch(folder, reload, routes);
        open.addAll(List.of(watch, routes));
        double before = decisions();
        watch.start();
        await().until(() -> decisions() > before);
    }

    private void closeGateway() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        open.clear();
    }

    private void router(String destination, String... more) throws Exception {
        Files.writeString(folder.resolve("router.camel.yaml"), """
                - route:
                    id: router
                    description: Sends each event to one queue
                    from:
                      uri: direct:router
                      steps:
                        - to: {id: to-queue, uri: "%s"}
                """.formatted(destination) + String.join("", more));
    }

    private List<String> routed() throws Exception {
        return flows.route(event("evt_1", "any", "{}"));
    }

    private void awaitDestination(String destination) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(routed()).containsExactly(destination));
    }

    /** How many sets were taken or refused. */
    private double decisions() {
        return metrics.find("tollgate.routes.decided").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** How many sets were taken. */
    private double taken() {
        return metrics.get("tollgate.routes.decided")
                .tag("result", "taken")
                .counter()
                .count();
    }

    private RouteSets.Decision decision() {
        return decisions.latest().get(0);
    }

    private void awaitRefusal() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !decisions.latest().isEmpty() && decision().result() == Result.REFUSED);
    }

    @Test
    void aChangeTakesEffectWithinTwoSeconds() throws Exception {
        assertThat(routed()).containsExactly("jms:queue:first");
        assertThat(relayStarts).hasValue(1);

        router("jms:queue:second");
        long changed = System.nanoTime();
        awaitDestination("jms:queue:second");

        assertThat(Duration.ofNanos(System.nanoTime() - changed)).isLessThan(Duration.ofSeconds(4));
        await().untilAsserted(() -> assertThat(decision().hash()).isEqualTo(flows.router.routes()));
        assertThat(decision().result()).isEqualTo(Result.TAKEN);
        assertThat(relayStarts).hasValue(1);
        assertThat(taken()).isEqualTo(2);
    }

    @Test
    void aRefusedSetChangesNothingAndSaysWhy() throws Exception {
        String before = flows.router.routes();

        Files.writeString(folder.resolve("team.camel.yaml"), BROKEN);
        awaitRefusal();

        assertThat(routed()).containsExactly("jms:queue:first");
        assertThat(flows.router.routes()).isEqualTo(before);
        assertThat(decision().findings()).singleElement().asString().startsWith("team.camel.yaml:1:11: error: ");
        assertThat(news.health().getStatus()).isEqualTo(Status.UP);
        assertThat(news.health().getDetails().toString())
                .contains("team.camel.yaml:1:11")
                .contains(before);
        assertThat(metrics.get("tollgate.routes.refused").gauge().value()).isEqualTo(1);

        Files.delete(folder.resolve("team.camel.yaml"));
        await().until(() -> metrics.get("tollgate.routes.refused").gauge().value() == 0);
        assertThat(decision().result()).isEqualTo(Result.TAKEN);
        assertThat(flows.router.routes()).isEqualTo(before);
    }

    @Test
    void aSetThatIsPutBackIsTakenAsAnyOther() throws Exception {
        String first = flows.router.routes();
        router("jms:queue:second");
        awaitDestination("jms:queue:second");
        RouteHistory history = history();
        await().untilAsserted(() -> assertThat(history.taken()).containsExactly(first, flows.router.routes()));

        history.putBack(history.swap(history.set(first)));
        awaitDestination("jms:queue:first");
        assertThat(flows.router.routes()).isEqualTo(first);
        await().until(() -> taken() == 3);
        assertThat(decision().result()).isEqualTo(Result.TAKEN);
    }

    /** As after a kill of the command in between: the files are sound, and are no set that anybody has written. */
    @Test
    void aSetThatIsPutBackHalfWayIsRefused() throws Exception {
        String first = flows.router.routes();
        router("jms:queue:second");
        awaitDestination("jms:queue:second");
        RouteHistory history = history();
        Path inTheWay = Files.createDirectories(folder.resolve("zz/.mine"));
        FolderSwap swap = new FolderSwap(folder, history.edited(), withOneMore(first));
        assertThatThrownBy(() -> history.putBack(swap)).isInstanceOf(IOException.class);

        awaitRefusal();
        assertThat(decision().findings()).singleElement().asString().startsWith(FolderSwap.GUARD + ":");
        assertThat(routed()).containsExactly("jms:queue:second");

        Files.delete(inTheWay);
        history.putBack(history.swap(history.set(first)));
        awaitDestination("jms:queue:first");
    }

    /** Written last. */
    private Snapshot withOneMore(String hash) throws Exception {
        Path more = directory.resolve("more");
        history().set(hash).writeTo(more);
        Files.writeString(more.resolve("zz"), "");
        return Snapshot.of(more);
    }

    private RouteHistory history() {
        return RouteHistory.of(
                new String[] {"--tollgate.routes=" + folder, "--tollgate.data=" + directory.resolve("data")},
                Clock.systemUTC());
    }

    @Test
    void strictRefusesAWarningAtAReloadAndAtAStart() throws Exception {
        closeGateway();
        flows.close();
        flows = new Flows(directory.resolve("another-broker"), Map.of("tollgate.routes.strict", "true"));
        watch(true);
        assertThat(routed()).as("routes without a warning").containsExactly("jms:queue:first");

        router("jms:queue:second", "        - log: '${sysenv.PATH}'\n");
        awaitRefusal();
        assertThat(routed()).containsExactly("jms:queue:first");
        assertThat(decision().findings())
                .hasSize(2)
                .anySatisfy(finding -> assertThat(finding).contains("TOLLGATE_ROUTES_STRICT", "[strict]"))
                .anySatisfy(finding -> assertThat(finding).contains("router.camel.yaml:8", "[environment]"));
        assertThat(news.health().getDetails().toString()).contains("TOLLGATE_ROUTES_STRICT");

        closeGateway();
        FileSystemUtils.deleteRecursively(directory.resolve("data"));
        watch(true);
        assertThat(flows.router.routes()).as("nothing to fall back to").isNull();
    }

    @Test
    void aStartWithARefusedFolderUsesTheLastGoodSetAndTakesTheNextGoodOne() throws Exception {
        closeGateway();
        router("jsm:queue:second");

        watch(true);

        await().until(() -> relayStarts.get() == 2);
        assertThat(routed()).containsExactly("jms:queue:first");
        assertThat(news.health().getStatus()).isEqualTo(Status.UP);
        assertThat(decision().result()).isEqualTo(Result.REFUSED);

        router("jms:queue:third");
        awaitDestination("jms:queue:third");
    }

    @Test
    void aFirstStartWithARefusedFolderRoutesNothingUntilItIsCorrected() throws Exception {
        closeGateway();
        relayStarts.set(0);
        FileSystemUtils.deleteRecursively(directory.resolve("data"));
        router("jsm:queue:second");

        watch(true);

        assertThat(relayStarts).hasValue(0);
        assertThat(flows.router.routes()).isNull();
        assertThat(news.health().getStatus()).isEqualTo(Status.DOWN);

        router("jms:queue:third");
        await().until(() -> relayStarts.get() == 1);
        assertThat(routed()).containsExactly("jms:queue:third");
        assertThat(news.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void withoutReloadAChangeWaitsForTheNextStart() throws Exception {
        closeGateway();
        watch(false);
        router("jms:queue:second");

        // twice as long as a change takes
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        assertThat(routed()).containsExactly("jms:queue:first");

        closeGateway();
        watch(false);
        assertThat(routed()).containsExactly("jms:queue:second");
    }

    @Test
    void aFolderThatCannotBeReadIsRefused() throws Exception {
        Files.move(folder, directory.resolve("elsewhere"));
        awaitRefusal();

        assertThat(routed()).containsExactly("jms:queue:first");
        assertThat(decision().findings().get(0)).contains("TOLLGATE_ROUTES");

        Files.move(directory.resolve("elsewhere"), folder);
        await().until(() -> decision().result() == Result.TAKEN);
    }

    @Test
    void theSwapOfAConfigMapsLinkIsAChange() throws Exception {
        closeGateway();
        Path mount = Files.createDirectories(directory.resolve("mount"));
        RoutesFolder.copy(folder, mount.resolve("..2026_01"));
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_01"));
        Files.createSymbolicLink(mount.resolve("router.camel.yaml"), Path.of("..data/router.camel.yaml"));
        router("jms:queue:second");
        RoutesFolder.copy(folder, mount.resolve("..2026_02"));
        folder = mount;
        watch(true);
        assertThat(routed()).containsExactly("jms:queue:first");

        Files.createSymbolicLink(mount.resolve("..tmp"), Path.of("..2026_02"));
        Files.move(mount.resolve("..tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        awaitDestination("jms:queue:second");
        assertThat(decision().findings()).isEmpty();
    }

    @Test
    void aTableIsThereBeforeTheFlowThatWritesIt() throws Exception {
        Files.createDirectories(folder.resolve("tables"));
        Files.writeString(
                folder.resolve("tables/R__t.sql"), "CREATE TABLE IF NOT EXISTS stripe.t (id text PRIMARY KEY);");
        router("sql:INSERT INTO stripe.t VALUES ('x') ON CONFLICT DO NOTHING?noop=true");
        awaitDestination("sql:to-queue");

        assertThat(flows.jdbc.queryForObject("SELECT count(*) FROM stripe.t", Integer.class))
                .isEqualTo(1);
    }

    /** Flyway would take it for a placeholder of its own. */
    @Test
    void aTextInATableFileMayHaveADollarSignAndBraces() throws Exception {
        Files.createDirectories(folder.resolve("tables"));
        Files.writeString(
                folder.resolve("tables/R__t.sql"),
                "CREATE TABLE stripe.note (words text DEFAULT '${x}');\nINSERT INTO stripe.note VALUES (DEFAULT);");
        router("jms:queue:second");
        awaitDestination("jms:queue:second");

        assertThat(flows.jdbc.queryForObject("SELECT words FROM stripe.note", String.class))
                .isEqualTo("${x}");
    }

    @Test
    void aTableThatFailsIsRefusedWithItsLineAndChangesNothing() throws Exception {
        Files.createDirectories(folder.resolve("tables"));
        Files.writeString(folder.resolve("tables/R__a.sql"), "CREATE TABLE stripe.a (id text);");
        Files.writeString(
                folder.resolve("tables/R__payout.sql"),
                Page.read("docs/checks.md").block("bad table-failed: tables/R__payout.sql"));
        awaitRefusal();

        assertThat(decision().findings())
                .singleElement()
                .asString()
                .startsWith("tables/R__payout.sql:2:1: error: ")
                .contains("money_in_cents", "[table-failed]");
        assertThat(flows.jdbc.queryForObject("SELECT to_regclass('stripe.a') IS NULL", Boolean.class))
                .as("all or nothing")
                .isTrue();

        Files.delete(folder.resolve("tables/R__payout.sql"));
        await().until(() -> decision().result() == Result.TAKEN);
        Files.delete(folder.resolve("tables/R__a.sql"));
        router("jms:queue:without-tables");
        awaitDestination("jms:queue:without-tables");
    }

    @Test
    void aSetKeepsItsTemplatesWhateverBecomesOfTheFolder() throws Exception {
        Files.createDirectories(folder.resolve("templates"));
        Files.writeString(folder.resolve("templates/t.mustache"), "first");
        String template = "mustache:file:{{tollgate.routes}}/templates/t.mustache";
        router(template, "        - to: {id: to-rendered, uri: 'jms:queue:rendered'}\n");
        await().untilAsserted(() -> assertThat(routed()).containsExactly("jms:queue:rendered"));

        Files.writeString(folder.resolve("templates/t.mustache"), "second");
        Files.writeString(folder.resolve("team.camel.yaml"), BROKEN);
        awaitRefusal();
        flows.drain("rendered");

        routed();
        assertThat(flows.drain("rendered"))
                .extracting(message -> message.getBody(String.class))
                .containsExactly("first");
        Files.delete(folder.resolve("team.camel.yaml"));
        await().until(() -> decision().result() == Result.TAKEN);
        routed();
        assertThat(flows.drain("rendered"))
                .extracting(message -> message.getBody(String.class))
                .containsExactly("second");
    }

    @Test
    void anEventEndsInTheSetInWhichItBegan() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        flows.bean("gate", (Processor) exchange -> {
            if (entered.getCount() > 0) {
                entered.countDown();
                goOn.await();
            }
        });
        String gate = "        - process: {ref: gate}\n        - to: {id: more, uri: 'jms:queue:after'}\n";
        router("jms:queue:before", gate);
        await().until(() -> taken() == 2);
        var executor = Executors.newSingleThreadExecutor();
        try {
            Future<List<String>> slow = executor.submit(this::routed);
            entered.await();
            router("jms:queue:third");
            awaitDestination("jms:queue:third");
            // closes what no event is in, and returns once that is done
            routes.tidy();
            goOn.countDown();
            assertThat(slow.get()).containsExactly("jms:queue:before", "jms:queue:after");
        } finally {
            goOn.countDown();
            executor.shutdownNow();
        }
    }

    @Test
    void aSetWhoseConsumersCannotStartIsTakenBack() throws Exception {
        String forward = """
                - route:
                    id: forward
                    description: Forwards each message
                    from:
                      uri: jms:queue:in?transacted=true
                      steps:
                        - to: {id: to-out, uri: "jms:queue:out"}
                """;
        router("jms:queue:first", forward);
        await().until(() -> taken() == 2);

        Files.writeString(folder.resolve("team.camel.yaml"), NO_SUCH_FOLDER);
        router("jms:queue:second", forward);
        awaitRefusal();

        assertThat(decision().findings()).singleElement().asString().startsWith("team.camel.yaml:1:3: error: ");
        assertThat(routed()).containsExactly("jms:queue:first");
        try (Connection connection = flows.factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue("in")).send(session.createTextMessage("still"));
        }
        await().untilAsserted(() -> assertThat(flows.drain("out")).hasSize(1));
    }

    @Test
    void aStatementThatTheDatabaseRefusesIsRefusedAndTheTablesAreAsBefore() throws Exception {
        Files.createDirectories(folder.resolve("tables"));
        Files.writeString(folder.resolve("tables/R__t.sql"), "CREATE TABLE stripe.t (id text PRIMARY KEY);");
        router("sql:INSERT INTO stripe.t (di) VALUES (:#stripeEventId)?noop=true");
        awaitRefusal();

        assertThat(decision().findings())
                .singleElement()
                .asString()
                .startsWith("router.camel.yaml:7:35: error: ")
                .contains("column \"di\" of relation \"t\" does not exist", "[invalid-sql]");
        assertThat(flows.jdbc.queryForObject("SELECT to_regnamespace('stripe') IS NULL", Boolean.class))
                .isTrue();
        assertThat(routed()).containsExactly("jms:queue:first");

        router("sql:INSERT INTO stripe.t (id) VALUES (:#stripeEventId)?noop=true");
        awaitDestination("sql:to-queue");
    }

    /** Such as after an upgrade, or when somebody has dropped the table: only the events of that flow fail. */
    @Test
    void aSetThatHasRunGoesOnOverARestartAlsoWhenTheDatabaseRefusesAStatementOfIt() throws Exception {
        Files.createDirectories(folder.resolve("tables"));
        Files.writeString(folder.resolve("tables/R__t.sql"), "CREATE TABLE stripe.t (id text PRIMARY KEY);");
        router("sql:INSERT INTO stripe.t (id) VALUES (:#stripeEventId)?noop=true");
        awaitDestination("sql:to-queue");
        String before = flows.router.routes();
        closeGateway();
        flows.jdbc.execute("DROP TABLE stripe.t");

        watch(true);

        await().untilAsserted(() -> assertThat(flows.router.routes()).isEqualTo(before));
        assertThat(news.health().getDetails().toString()).contains("invalid-sql");
    }

    @Test
    void theTablesOfASetThatIsTakenBackAreTakenBackToo() throws Exception {
        Path view = Files.createDirectories(folder.resolve("tables")).resolve("R__v.sql");
        Files.writeString(view, "CREATE OR REPLACE VIEW stripe.v AS SELECT 1 AS edition");
        await().until(() -> taken() == 2);

        Files.writeString(view, "CREATE OR REPLACE VIEW stripe.v AS SELECT 2 AS edition");
        Files.writeString(folder.resolve("team.camel.yaml"), NO_SUCH_FOLDER);
        awaitRefusal();

        assertThat(flows.jdbc.queryForObject("SELECT edition FROM stripe.v", Integer.class))
                .isEqualTo(1);
    }

    /** Both before and after what it waits for it leaves a trace, outside of its transaction. */
    @Test
    void aMessageInMidFlowHoldsUpAReloadForTenSecondsAtMostAndEndsInItsSet() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> traces = new CopyOnWriteArrayList<>();
        flows.bean("gate", (Processor) exchange -> {
            String message = exchange.getMessage().getBody(String.class);
            traces.add("begins " + message);
            if (message.equals("slow")) {
                goOn.await();
            }
            traces.add("ends " + message);
        });
        String consumer = """
                - route:
                    id: slow
                    description: Edition %d
                    from:
                      uri: jms:queue:in
                      steps:
                        - process: {id: gate, ref: gate}
                        - to: {id: to-out, uri: jms:queue:out}
                """;
        router("jms:queue:first", consumer.formatted(1));
        await().until(() -> taken() == 2);
        send("in", "slow");
        await().until(() -> traces.contains("begins slow"));

        router("jms:queue:second", consumer.formatted(2));
        await().atMost(Duration.ofSeconds(20)).until(() -> taken() == 3);
        assertThat(routed()).containsExactly("jms:queue:second");
        send("in", "quick");
        await().until(() -> traces.contains("ends quick"));
        routes.tidy();
        assertThat(traces).doesNotContain("ends slow");
        goOn.countDown();

        await().until(() -> traces.contains("ends slow"));
        await().untilAsserted(() -> assertThat(flows.broker.depth("in")).isZero());
        assertThat(traces).containsExactlyInAnyOrder("begins slow", "ends slow", "begins quick", "ends quick");
        assertThat(flows.drain("out")).hasSize(2);
        await("the set before is closed").until(() -> {
            routes.tidy();
            return flows.broker.consumers("in") == 1;
        });
    }

    private void send(String queue, String text) throws Exception {
        try (Connection connection = flows.factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
        }
    }

    @Test
    void whatAFileSetsDoesNotStayOnAConnectionOfThePool() throws Exception {
        Files.createDirectories(folder.resolve("tables"));
        Files.writeString(folder.resolve("tables/R__s.sql"), "SET statement_timeout = '7s'; SELECT 1;");
        await().until(() -> taken() == 2);

        for (int i = 0; i < 10; i++) {
            assertThat(flows.jdbc.queryForObject("SHOW statement_timeout", String.class))
                    .isNotEqualTo("7s");
        }
    }

    @Test
    void aKeptSetThatIsNoLongerAsItWasIsNotUsedAndIsWrittenAgain() throws Exception {
        Path kept = directory.resolve("data/routes").resolve(flows.router.routes());
        String text = Files.readString(kept.resolve("router.camel.yaml"));
        closeGateway();
        Files.writeString(kept.resolve("router.camel.yaml"), "");
        Files.writeString(folder.resolve("team.camel.yaml"), BROKEN);

        watch(true);
        assertThat(flows.router.routes()).isNull();

        Files.delete(folder.resolve("team.camel.yaml"));
        await().until(() -> flows.router.routes() != null);
        assertThat(kept.resolve("router.camel.yaml")).hasContent(text);
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsNoReasonToRouteNothing() throws Exception {
        closeGateway();
        FileSystemUtils.deleteRecursively(directory.resolve("data"));
        Files.writeString(directory.resolve("data"), "a file");
        watch(true);
        assertThat(routed()).containsExactly("jms:queue:first");

        router("jms:queue:second");
        awaitDestination("jms:queue:second");
    }

    @Test
    void theConsumersOfAQueueChangeOverWithoutLosingOrDoublingAMessage() throws Exception {
        String consumer = """
                - route:
                    id: forward
                    description: Forwards each message
                    from:
                      uri: jms:queue:in?transacted=true&cacheLevelName=CACHE_CONSUMER
                      steps:
                        - to: {id: forward-%d, uri: "jms:queue:out"}
                """;
        router("jms:queue:first", consumer.formatted(0));
        try (Connection connection = flows.factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createQueue("in"));
            for (int set = 1; set <= 8; set++) {
                router("jms:queue:first", consumer.formatted(set));
                double taken = taken();
                for (int i = 0; i < 150; i++) {
                    Message message = session.createTextMessage(set + "-" + i);
                    producer.send(message);
                }
                await().until(() -> taken() > taken);
            }
        }

        List<String> out = new ArrayList<>();
        await().atMost(Duration.ofSeconds(90)).until(() -> {
            for (Message message : flows.drain("out")) {
                out.add(message.getBody(String.class));
            }
            return out.size() >= 8 * 150;
        });
        assertThat(out).doesNotHaveDuplicates().hasSize(8 * 150);
        assertThat(flows.isEmpty("in")).isTrue();
        assertThat(flows.isEmpty("DLQ.in")).isTrue();
    }
}
