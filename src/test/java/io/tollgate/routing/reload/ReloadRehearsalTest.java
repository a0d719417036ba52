package io.tollgate.routing.reload;

import static io.tollgate.routing.Flows.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.docs.Page;
import io.tollgate.inbox.TestEntries;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.Flows;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Rule;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.rehearsal.Bounds;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.support.CapturedLog;
import io.tollgate.support.RoutesFolder;
import io.tollgate.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the last events say of a set that is to take effect. */
class ReloadRehearsalTest {
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static volatile boolean isOver;

    private static final String FILE = "invoice-voided.camel.yaml";
    private static final String FLOW = """
            - route:
                id: invoice-voided
                description: Tells consumers
                from:
                  id: from-router
                  uri: direct
                  parameters:
                    name: invoice-voided
                  steps:
                    - to:
                        id: to-voided
                        uri: jms
                        parameters:
                          destinationType: queue
                          destinationName: voided
            """;
    private static final String BEHIND_THE_QUEUE = """
            - route:
                id: behind
                description: Goes on behind the queue
                from:
                  id: from-voided
                  uri: jms
                  parameters:
                    destinationType: queue
                    destinationName: voided
                  steps:
            """;
    private static final String AS_NUMBER = sql(
            Page.read("docs/checks.md").block("bad newly-fails: a statement").strip());
    private static final String KEEP = "SELECT stripe.keep_object(CAST('{\"id\":\"evt_0\",\"type\":\"invoice.created\","
            + "\"created\":1767225500,\"data\":{\"object\":{\"id\":\"in_1\",\"object\":\"invoice\"}}}' AS jsonb), now())";
    private static final Duration LONGEST = Duration.ofSeconds(7);

    /** A team's bean. */
    public static final class Own implements Processor, AggregationStrategy {
        @Override
        public Exchange aggregate(Exchange one, Exchange other) {
            CALLS.incrementAndGet();
            return other;
        }

        @Override
        public void process(Exchange exchange) {
            CALLS.incrementAndGet();
        }

        public String name() {
            CALLS.incrementAndGet();
            return "own";
        }
    }

    /** Hears no interrupt, and is in a text of which no step says that it is code. */
    public static final class Endless {
        @Override
        public String toString() {
            while (!isOver) {
                Thread.onSpinWait();
            }
            return "";
        }
    }

    @TempDir
    private Path directory;

    private final CapturedLog log = CapturedLog.of(ReloadRehearsal.class);
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private Path now;
    private Path next;
    private ReloadRehearsal rehearsal;
    /** So that all is decided, whatever the machine has to do beside it. */
    private Duration longest = Duration.ofMinutes(1);

    private Bounds bounds = new Bounds(
            Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10), true);

    @BeforeEach
    void open() throws Exception {
        CALLS.set(0);
        isOver = false;
        now = RoutesFolder.copy(Flows.ROUTES, directory.resolve("now"));
        Files.writeString(now.resolve(FILE), FLOW);
        next = RoutesFolder.copy(now, directory.resolve("next"));
        new FlowTables(dataSource, FlowRole.GATEWAYS).apply(now, List.of());
        for (int i = 0; i < 30; i++) {
            String number = i < 3 ? "A-" + i : String.valueOf(i);
            store(
                    "evt_" + i,
                    "invoice.voided",
                    "{\"id\":\"in_1\",\"object\":\"invoice\",\"number\":\"" + number + "\"}");
            store("evt_p" + i, "payment_intent.succeeded", "{\"id\":\"pi_1\",\"object\":\"payment_intent\"}");
        }
        rehearsal = rehearsal(dataSource, FlowRole.GATEWAYS);
    }

    private void store(String id, String type, String object) {
        TestEntries.store(dataSource, event(id, type, object));
    }

    private ReloadRehearsal rehearsal(HikariDataSource database, FlowRole role) throws Exception {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "tollgate.mail.host", "127.0.0.1",
                                "tollgate.mail.port", "1",
                                "tollgate.mail.from", "tollgate@example.com",
                                "tollgate.mail.finance", "finance@example.com")));
        Path kept = Files.createDirectories(directory.resolve("kept"));
        return new ReloadRehearsal(
                new TrialParts(database, role, "rehearsal_test", settings, TestEntries.on(dataSource), 200, bounds),
                new Acceptances(kept),
                longest);
    }

    @AfterEach
    void close() {
        isOver = true;
        log.close();
        dataSource.close();
    }

    @Test
    void theGoodExampleOfTheRuleIsTaken() throws Exception {
        next(FLOW
                + sql(Page.read("docs/checks.md")
                        .block("good newly-fails: a statement")
                        .strip()));

        isTaken();
        assertThat(log.text()).contains("none of the last 60 events newly fails");
    }

    private static String sql(String query) {
        return """
                        - to:
                            id: as-number
                            uri: sql
                            parameters:
                              noop: true
                              query: "%s"
                """.formatted(query);
    }

    private void next(String yaml) throws Exception {
        Files.writeString(next.resolve(FILE), yaml);
    }

    private void check() throws Exception {
        rehearsal.check(Snapshot.of(next), next, now, Snapshot.of(now).hash());
    }

    private List<Finding> refused() {
        return catchThrowableOfType(InvalidRouteSet.class, this::check).findings();
    }

    private void isTaken() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private void isTakenInTime() throws Exception {
        longest = ReloadRehearsal.LONGEST;
        bounds = TrialParts.BOUNDS;
        rehearsal = rehearsal(dataSource, FlowRole.GATEWAYS);
        long start = System.nanoTime();
        isTaken();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    }

    @Test
    void aSetWithWhichEventsNewlyFailIsRefused() throws Exception {
        next(FLOW + AS_NUMBER);

        assertThat(refused()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(Rule.NEWLY_FAILS);
            assertThat(finding.toString())
                    .startsWith(FILE
                            + ":16:1: error: Step as-number of route invoice-voided newly fails with 3 of the last 60"
                            + " events, such as evt_2 invoice.voided: ")
                    .contains("invalid input syntax for type bigint", "./tollgate routes accept")
                    .doesNotContain("A-2");
        });
    }

    @Test
    void whatFailsAlreadyAndWhatDoesNotRefusesNothing() throws Exception {
        isTaken();
        assertThat(log.text()).contains("none of the last 60 events newly fails");

        Files.writeString(now.resolve(FILE), FLOW + AS_NUMBER);
        next(FLOW + AS_NUMBER.replace("as-number", "as-a-number"));
        isTaken();
    }

    @Test
    void whatAnOperatorAcceptsIsNotRehearsed() throws Exception {
        next(FLOW + AS_NUMBER);
        refused();
        String hash = Snapshot.of(next).hash();
        assertThat(rehearsal.isAcceptedMeanwhile(hash)).isFalse();

        new Acceptances(directory.resolve("kept")).accept(hash);

        assertThat(rehearsal.isAcceptedMeanwhile(hash)).isTrue();
        isTaken();
    }

    @Test
    void aStartKnowsWhatWasRefusedAndWhatWasAccepted() throws Exception {
        next(FLOW + AS_NUMBER);
        refused();

        rehearsal = rehearsal(dataSource, FlowRole.GATEWAYS);
        Snapshot set = Snapshot.of(next);
        assertThat(catchThrowableOfType(InvalidRouteSet.class, () -> rehearsal.check(set, next, null, ""))
                        .findings())
                .extracting(Finding::rule)
                .containsExactly(Rule.NEWLY_FAILS);
        assertThatCode(() -> rehearsal.check(Snapshot.of(now), now, null, "")).doesNotThrowAnyException();

        new Acceptances(directory.resolve("kept")).accept(set.hash());
        assertThat(rehearsal.isAcceptedMeanwhile(set.hash())).isTrue();
        assertThatCode(() -> rehearsal.check(set, next, null, "")).doesNotThrowAnyException();
    }

    @Test
    void newTablesAreTriedInADatabaseBesideTheGateways() throws Exception {
        Files.writeString(
                next.resolve("tables/R__voided.sql"),
                "CREATE TABLE IF NOT EXISTS stripe.voided (id text PRIMARY KEY, memo text NOT NULL);");
        next(FLOW
                + sql("INSERT INTO stripe.voided VALUES (CAST(:#${variable.event[data][object][id]} AS text),"
                        + " CAST(:#${variable.event[data][object][memo]} AS text))"));

        assertThat(refused())
                .singleElement()
                .asString()
                .contains("newly fails with 30 of the last 60 events", "null value in column");

        assertThat(jdbc.queryForObject("SELECT to_regclass('stripe.voided')::text", String.class))
                .isNull();
        assertThat(jdbc.queryForList("SELECT datname FROM pg_database WHERE datname LIKE 'rehearsal%'"))
                .isEmpty();
    }

    @Test
    void withoutTheRightToMakeADatabaseNewTablesTakeEffect() throws Exception {
        String user = "gateway_" + ProcessHandle.current().pid() + System.nanoTime();
        jdbc.execute("CREATE ROLE " + user + " LOGIN");
        jdbc.execute("GRANT USAGE ON SCHEMA stripe, tollgate TO " + user);
        jdbc.execute("GRANT SELECT ON ALL TABLES IN SCHEMA stripe TO " + user);
        Files.writeString(next.resolve("tables/R__voided.sql"), "CREATE TABLE IF NOT EXISTS stripe.voided (id text);");
        next(FLOW + AS_NUMBER);
        try (HikariDataSource poor =
                TestDatabase.open(dataSource.getJdbcUrl().replace("user=postgres", "user=" + user))) {
            rehearsal = rehearsal(poor, FlowRole.GATEWAYS);
            isTaken();
        }
        assertThat(log.text()).contains("it is not known of all the last events", "CREATEDB");
    }

    @Test
    void codeOfTheTeamIsNotRun() throws Exception {
        String own = Own.class.getName();
        for (String step : List.of(
                "- bean: {id: own, beanType: '" + own + "', method: name}",
                "- bean: {id: own, ref: own}",
                "- process: {id: own, ref: own}",
                "- to: {id: own, uri: 'class:" + own + "?method=name'}",
                "- to: {id: own, uri: 'bean:own?method=name'}",
                "- toD: {id: own, uri: 'class:" + own + "?method=name'}",
                "- setHeader: {id: own, name: x, method: {beanType: '" + own + "', method: name}}",
                "- setHeader: {id: own, name: x, method: {ref: own, method: name}}",
                "- setHeader: {id: own, name: x, simple: '${bean:own?method=name}'}",
                "- setHeader: {id: own, name: x, simple: '${bean:type:" + own + "?method=name}'}",
                "- setHeader: {id: own, name: x, spel: \"#{T(java.lang.Integer).parseInt('x')}\"}",
                "- filter: {id: own, method: {ref: own, method: name}, steps: [{log: {id: l, message: x}}]}",
                "- split: {id: own, constant: 'a,b', aggregationStrategy: '#class:" + own
                        + "', steps: [{log: {id: l, message: x}}]}",
                "- multicast: {id: own, onPrepare: own, steps: [{log: {id: l, message: x}}]}")) {
            String beans = "- beans: [{name: own, type: '" + own + "'}]\n";
            next(beans + FLOW + "        " + step + "\n" + AS_NUMBER);
            isTaken();
            assertThat(CALLS).as(step).hasValue(0);
            assertThat(log.text().lines().reduce((one, other) -> other).orElse(""))
                    .as(step)
                    .contains("none of the last 30 events newly fails, 30 are not known");
        }
    }

    /** What a running set's flow has done once it seems to do again: a failure of that is no reason to look no further. */
    @Test
    void whatWaitsForTheDatabaseIsSaidOnce() throws Exception {
        Files.writeString(now.resolve("another.txt"), "x");
        String another = Snapshot.of(next).hash();

        for (int i = 0; i < 3; i++) {
            rehearsal.check(Snapshot.of(next), next, now, another);
        }
        assertThat(log.text().lines()).hasSize(1);

        rehearsal.taken(another);
        rehearsal.check(Snapshot.of(next), next, now, another);
        assertThat(log.text().lines()).hasSize(2);
    }

    @Test
    void aFailureBehindAQueueHidesNoneUnderTheRouter() throws Exception {
        jdbc.execute("CREATE TABLE stripe.booked (id text PRIMARY KEY)");
        for (int i = 0; i < 30; i++) {
            jdbc.update("INSERT INTO stripe.booked VALUES (?)", "evt_" + i);
        }
        String booked = BEHIND_THE_QUEUE
                + sql("INSERT INTO stripe.booked VALUES (CAST(:#${header.stripeEventId} AS text))")
                        .replace("as-number", "book");
        Files.writeString(now.resolve(FILE), FLOW + booked);

        next(FLOW + AS_NUMBER + booked);

        assertThat(refused())
                .singleElement()
                .asString()
                .contains("Step as-number of route invoice-voided newly fails with 3");
    }

    @Test
    void aConstraintThatIsLookedAtInTheEndRefuses() throws Exception {
        jdbc.execute("CREATE TABLE stripe.parent (id text PRIMARY KEY)");
        jdbc.execute("CREATE TABLE stripe.child (id text REFERENCES stripe.parent DEFERRABLE INITIALLY DEFERRED)");
        next(FLOW + sql("INSERT INTO stripe.child VALUES (CAST(:#${header.stripeEventId} AS text))"));

        assertThat(refused())
                .singleElement()
                .asString()
                .contains("newly fails with 30 of the last 60 events", "foreign key");
    }

    @Test
    void withoutTheFilesOfWhatRunsNothingIsCompared() throws Exception {
        next(FLOW + AS_NUMBER);
        String hash = Snapshot.of(now).hash();
        Files.writeString(now.resolve("another.txt"), "x");

        assertThatCode(() -> rehearsal.check(Snapshot.of(next), next, now, hash))
                .doesNotThrowAnyException();
        assertThat(log.text()).contains("it is not known", "no longer where they were");
    }

    @Test
    void whatRunsIsNoSetThatWasRefused() throws Exception {
        next(FLOW + AS_NUMBER);
        refused();
        Snapshot set = Snapshot.of(next);

        rehearsal.taken(set.hash());

        assertThatCode(() -> rehearsal.check(set, next, null, "")).doesNotThrowAnyException();
    }

    @Test
    void anAnswerThatNobodyHasGivenExcusesItsOwnFlowOnly() throws Exception {
        next(FLOW + BEHIND_THE_QUEUE + """
                    - to: {id: ask, uri: 'http://127.0.0.1:1/x'}
            """
                + BEHIND_THE_QUEUE.replace("id: behind", "id: other").replace("id: from-voided", "id: from-voided-too")
                + """
                    - throwException: {id: broken, exceptionType: java.lang.IllegalStateException, message: broken}
            """);

        assertThat(refused()).singleElement().asString().contains("Step broken of route other newly fails with 30");
    }

    @Test
    void anAnswerThatNobodyHasGivenRefusesNothing() throws Exception {
        next(FLOW + BEHIND_THE_QUEUE + """
                    - to: {id: ask, uri: 'http://127.0.0.1:1/x'}
                    - setHeader: {id: read, name: x, jsonpath: '$.id'}
            """);

        isTaken();
        assertThat(log.text()).contains("none of the last 30 events newly fails, 30 are not known");
    }

    @Test
    void whatDoesNotEndIsLeftAndNothingIsRehearsedBesideIt() throws Exception {
        next("- beans: [{name: own, type: '" + Endless.class.getName() + "'}]\n" + FLOW
                + "        - setHeader: {id: h, name: x, simple: 'x${ref:own}'}\n");
        isTakenInTime();
        assertThat(log.text()).contains("it is not known of all the last events");

        next(FLOW + AS_NUMBER);
        isTaken();
        assertThat(log.text()).contains("what was rehearsed before still runs");

        isOver = true;
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> refused().size() == 1);
    }

    @Test
    void aLoopOfAMillionAndStatementsThatTakeLongEndInTime() throws Exception {
        next(FLOW
                + "        - loop: {id: l, constant: 1000000, steps: [{setHeader: {id: h, name: x, constant: y}}]}\n");
        isTakenInTime();

        next(FLOW + sql("SELECT pg_sleep(3)"));
        isTakenInTime();
        assertThat(log.text()).contains("are not known");
    }

    @Test
    void whatALiveFlowHoldsIsNotKnownAndRefusesNothing() throws Exception {
        next(FLOW + sql("UPDATE stripe.object SET event_type = 'x' WHERE id = 'in_1'"));
        jdbc.execute(KEEP);
        try (Connection live = dataSource.getConnection();
                Statement statement = live.createStatement()) {
            live.setAutoCommit(false);
            statement.execute("UPDATE stripe.object SET event_type = 'y' WHERE id = 'in_1'");
            isTakenInTime();
            live.rollback();
        }
    }
}
