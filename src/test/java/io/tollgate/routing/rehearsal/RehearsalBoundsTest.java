package io.tollgate.routing.rehearsal;

import static io.tollgate.routing.Flows.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a flow does, its rehearsal ends in time, and what runs beside it hardly notices. */
class RehearsalBoundsTest {
    private static final String ROUTE = """
            - route:
                id: invoice-voided
                description: Keeps the invoice, and then does what it should not
                from:
                  id: from-router
                  uri: direct
                  parameters:
                    name: invoice-voided
                  steps:
                    - to:
                        id: keep
                        uri: direct
                        parameters:
                          name: object-state
            """;
    private static final String INVOICE = "{\"id\":\"in_1\",\"object\":\"invoice\",\"status\":\"void\"}";
    private static final String KEEP = "SELECT stripe.keep_object(CAST('{\"id\":\"evt_0\",\"type\":\"invoice.created\","
            + "\"created\":1767225500,\"data\":{\"object\":" + INVOICE + "}}' AS jsonb), now())";

    @TempDir
    private Path directory;

    private Rehearsals rehearsals;

    @BeforeEach
    void open() {
        rehearsals = new Rehearsals();
    }

    @AfterEach
    void close() {
        Misbehaving.TEST.incrementAndGet();
        rehearsals.close();
    }

    private Rehearsal live(String steps) throws Exception {
        return rehearsals.of(
                Rehearsals.folder(directory, "invoice-voided.camel.yaml", ROUTE + steps), Bounds.LIVE, Answers.OK);
    }

    private static Rehearsed rehearse(Rehearsal rehearsal) {
        return rehearsal.rehearse(event("evt_1", "invoice.voided", INVOICE), false);
    }

    /** A process that has just begun may be too slow for the first one. */
    private static void goesOn(Rehearsal rehearsal) {
        await().untilAsserted(() -> assertThat(rehearsal
                        .rehearse(event("evt_2", "payment_intent.succeeded", "{\"id\":\"pi_1\"}"), false)
                        .verdict())
                .isEqualTo(Verdict.ROUTED));
    }

    private void leavesNothing() {
        assertThat(rehearsals.jdbc.queryForObject("SELECT count(*) FROM stripe.object", Integer.class))
                .isZero();
        await().untilAsserted(() -> assertThat(rehearsals.jdbc.queryForObject(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND state LIKE 'idle in transaction%'",
                        Integer.class))
                .isZero());
    }

    @Test
    void aLoopOfAMillionEnds() throws Exception {
        Rehearsal rehearsal = live("""
                        - loop:
                            id: often
                            expression:
                              constant:
                                expression: "1000000"
                            steps:
                              - to:
                                  id: to-queue
                                  uri: jms
                                  parameters:
                                    destinationType: queue
                                    destinationName: voided
                """);
        goesOn(rehearsal);

        long start = System.nanoTime();
        Rehearsed rehearsed = rehearse(rehearsal);

        assertThat(rehearsed.verdict()).isEqualTo(Verdict.NOT_KNOWN);
        assertThat(rehearsed.notes())
                .singleElement()
                .asString()
                .matches(".*(more than 10000 times|longer than \\d+ ms)");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        goesOn(rehearsal);
        leavesNothing();
    }

    @Test
    void aSlowStatementIsEnded() throws Exception {
        Rehearsal rehearsal = live("""
                        - to:
                            id: slow
                            uri: sql
                            parameters:
                              noop: true
                              query: SELECT pg_sleep(20)
                """);
        goesOn(rehearsal);

        long start = System.nanoTime();
        Rehearsed rehearsed = rehearse(rehearsal);

        assertThat(rehearsed.verdict()).isEqualTo(Verdict.NOT_KNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        goesOn(rehearsal);
        leavesNothing();
    }

    /** Whatever it has made of the timeouts, a transaction holds its locks for 100 ms. */
    @Test
    void whoeverTurnsTheTimeoutsOffIsCutOff() throws Exception {
        Rehearsal rehearsal = live("""
                        - to:
                            id: patient
                            uri: sql
                            parameters:
                              noop: true
                              query: >-
                                SELECT set_config('statement_timeout', '0', true),
                                set_config('idle_in_transaction_session_timeout', '0', true)
                        - to:
                            id: slow
                            uri: sql
                            parameters:
                              noop: true
                              query: SELECT pg_sleep(20)
                """);
        goesOn(rehearsal);

        long start = System.nanoTime();
        Rehearsed rehearsed = rehearse(rehearsal);

        assertThat(rehearsed.verdict()).isEqualTo(Verdict.NOT_KNOWN);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        goesOn(rehearsal);
        leavesNothing();
    }

    @Test
    void whatALiveFlowHoldsIsWaitedForShortly() throws Exception {
        Rehearsal rehearsal = live("");
        goesOn(rehearsal);
        try (Connection live = rehearsals.dataSource.getConnection();
                Statement statement = live.createStatement()) {
            live.setAutoCommit(false);
            statement.execute(KEEP);

            long start = System.nanoTime();
            Rehearsed rehearsed = rehearse(rehearsal);

            assertThat(rehearsed.verdict()).isEqualTo(Verdict.NOT_KNOWN);
            assertThat(rehearsed.notes()).singleElement().asString().contains("55P03");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            live.rollback();
        }
        await().untilAsserted(() -> assertThat(rehearse(rehearsal).verdict()).isEqualTo(Verdict.ROUTED));
        leavesNothing();
    }

    @Test
    void aFlowThatHangsHoldsNoLock() throws Exception {
        Rehearsal rehearsal = live("""
                        - process:
                            id: endless
                            ref: endless
                - beans:
                    - name: endless
                      type: io.tollgate.routing.rehearsal.Misbehaving$Endless
                """);
        goesOn(rehearsal);

        CompletableFuture<Rehearsed> hanging = CompletableFuture.supplyAsync(() -> rehearse(rehearsal));
        assertThat(Misbehaving.STARTED.await(10, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        rehearsals.jdbc.execute(KEEP);
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        assertThat(hanging).isNotDone();

        assertThat(waited).isLessThan(Duration.ofSeconds(1));
        Rehearsed rehearsed = hanging.join();
        assertThat(rehearsed.verdict()).isEqualTo(Verdict.NOT_KNOWN);
        assertThat(rehearsed.notes()).singleElement().asString().contains("took longer than 2000 ms");
        goesOn(rehearsal);
    }

    @Test
    void anErrorIsAFailureAsAnyOther() throws Exception {
        Rehearsal rehearsal = live("""
                        - process:
                            id: erring
                            ref: erring
                - beans:
                    - name: erring
                      type: io.tollgate.routing.rehearsal.Misbehaving$Erring
                """);
        goesOn(rehearsal);

        Rehearsed rehearsed = rehearse(rehearsal);

        assertThat(rehearsed.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(rehearsed.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.step()).isEqualTo("erring");
            assertThat(failure.message()).contains("a class of another version");
        });
        goesOn(rehearsal);
        leavesNothing();
    }
}
