package io.tollgate.routing.rehearsal;

import static io.tollgate.routing.Flows.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.VerifiedEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    private static final String PAYMENT =
            "{\"id\":\"pi_1\",\"object\":\"payment_intent\",\"amount\":2000,\"status\":\"%s\"}";
    private static final VerifiedEvent FAILED_INVOICE = event(
            "evt_1",
            "invoice.payment_failed",
            "{\"id\":\"in_1\",\"object\":\"invoice\",\"amount_due\":1500,\"amount_remaining\":1500,\"currency\":\"eur\","
                    + "\"number\":\"A-1\",\"customer\":\"cus_1\"}");

    @TempDir
    private Path directory;

    private Rehearsals rehearsals;

    @BeforeEach
    void open() {
        rehearsals = new Rehearsals();
    }

    @AfterEach
    void close() {
        rehearsals.close();
    }

    @Test
    void tellsWhereAnEventWouldGoAndLeavesNoTrace() throws Exception {
        Rehearsal rehearsal = rehearsals.of(Rehearsals.SHIPPED);

        Rehearsed rehearsed =
                rehearsal.rehearse(event("evt_1", "payment_intent.succeeded", PAYMENT.formatted("succeeded")), false);

        assertThat(rehearsed.verdict()).isEqualTo(Verdict.ROUTED);
        assertThat(rehearsed.sent())
                .extracting(Sent::destination)
                .containsExactly("sql:to-object", "jms:queue:stripe.payments.succeeded");
        Sent message = rehearsed.sent().get(1);
        assertThat(message.place()).isEqualTo("payment-intent-succeeded.camel.yaml:15");
        assertThat(message.head())
                .containsEntry("stripeEventId", "evt_1")
                .containsEntry("JMSType", "payment_intent.succeeded");
        assertThat(message.body()).contains("\"pi_1\"");
        assertThat(rehearsed.rows()).singleElement().satisfies(row -> {
            assertThat(row.table()).isEqualTo("stripe.object");
            assertThat(row.before()).isNull();
            assertThat(row.after().get("data").get("status").asText()).isEqualTo("succeeded");
        });
        assertThat(rehearsals.jdbc.queryForObject("SELECT count(*) FROM stripe.object", Integer.class))
                .isZero();
    }

    @Test
    void tellsWhatARowWasAndWouldBe() throws Exception {
        Rehearsal rehearsal = rehearsals.of(Rehearsals.SHIPPED);
        rehearsals.jdbc.queryForList(
                "SELECT stripe.keep_object(CAST(? AS jsonb), now())",
                new String(
                        event("evt_0", "payment_intent.created", PAYMENT.formatted("processing"))
                                .payload(),
                        java.nio.charset.StandardCharsets.UTF_8));

        Rehearsed rehearsed =
                rehearsal.rehearse(event("evt_1", "payment_intent.succeeded", PAYMENT.formatted("succeeded")), false);

        assertThat(rehearsed.rows()).singleElement().satisfies(row -> {
            assertThat(row.before().get("event_id").asText()).isEqualTo("evt_0");
            assertThat(row.after().get("data").get("status").asText()).isEqualTo("succeeded");
        });
    }

    @Test
    void goesOnThroughTheFlowsBehindQueues() throws Exception {
        Rehearsal rehearsal = rehearsals.of(Rehearsals.SHIPPED);

        Rehearsed rehearsed = rehearsal.rehearse(FAILED_INVOICE, false);

        assertThat(rehearsed.failures()).isEmpty();
        assertThat(rehearsed.sent()).extracting(Sent::kind).containsExactly("sql", "queue", "queue", "mail");
        Sent mail = rehearsed.sent().get(3);
        assertThat(mail.destination()).isEqualTo("mail:finance@example.com");
        assertThat(mail.head().get("Subject")).contains("A-1");
        assertThat(mail.body()).contains("15.00 EUR");
        assertThat(mail.html()).contains("15.00 EUR");
    }

    @Test
    void namesTheStepThatFails() throws Exception {
        Path folder = Rehearsals.folder(directory, "invoice-voided.camel.yaml", """
                - route:
                    id: invoice-voided
                    description: Fails
                    from:
                      id: from-router
                      uri: direct
                      parameters:
                        name: invoice-voided
                      steps:
                        - to:
                            id: to-queue
                            uri: jms
                            parameters:
                              destinationType: queue
                              destinationName: voided
                        - to:
                            id: to-number
                            uri: sql
                            parameters:
                              query: "SELECT CAST(:#${variable.event[data][object][id]} AS bigint)"
                """);

        Rehearsed rehearsed =
                rehearsals.of(folder).rehearse(event("evt_1", "invoice.voided", "{\"id\":\"in_1\"}"), false);

        assertThat(rehearsed.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(rehearsed.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.step()).isEqualTo("to-number");
            assertThat(failure.place()).isEqualTo("invoice-voided.camel.yaml:16");
            assertThat(failure.reason()).contains("22P02").doesNotContain("in_1");
            assertThat(failure.message()).contains("in_1");
        });
        assertThat(rehearsed.sent()).isEmpty();
    }

    /** A team's flow for {@code invoice.voided}, and what else there is. */
    private Rehearsed voided(String steps, String more) throws Exception {
        Path folder = Rehearsals.folder(directory, "invoice-voided.camel.yaml", """
                - route:
                    id: invoice-voided
                    description: A flow of a team
                    from:
                      id: from-router
                      uri: direct
                      parameters:
                        name: invoice-voided
                      steps:
                """ + steps.indent(8) + more);
        return rehearsals.of(folder).rehearse(event("evt_1", "invoice.voided", "{\"id\":\"in_1\"}"), false);
    }

    /** What an earlier run remembers, the next one drops. */
    @Test
    void whatATeamRemembersByItselfIsNotWritten() throws Exception {
        Misbehaving.REMEMBERED.clear();

        Rehearsed rehearsed = voided(
                "- to: {id: to-once, uri: 'jms:queue:once'}",
                "- beans: [{name: own, type: '" + Misbehaving.Remembering.class.getName() + "'}]\n"
                        + queueFlow("once", """
                                - idempotentConsumer:
                                    id: once
                                    header: stripeEventId
                                    idempotentRepository: own
                                    steps: [{to: {id: told, uri: "jms:queue:told"}}]
                                """));

        assertThat(rehearsed.sent()).extracting(Sent::destination).contains("jms:queue:told");
        assertThat(Misbehaving.REMEMBERED).isEmpty();
    }

    private static String queueFlow(String queue, String steps) {
        return """
                - route:
                    id: from-%s
                    description: Behind a queue
                    from:
                      id: from-%s
                      uri: "jms:queue:%s"
                      steps:
                """.formatted(queue.replaceAll("\\W", "-"), queue.replaceAll("\\W", "-"), queue) + steps.indent(8);
    }

    @Test
    void noStatementThatComesWithTheMessageEndsTheTransaction() throws Exception {
        Rehearsed rehearsed = voided("""
                - setHeader:
                    id: query
                    name: CamelSqlQuery
                    expression:
                      constant:
                        expression: "CREATE TABLE stripe.kept (x int); COMMIT"
                - to:
                    id: to-any
                    uri: sql
                    parameters:
                      noop: true
                      query: SELECT 1
                """, "");

        assertThat(rehearsed.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.message()).startsWith("COMMIT has no place in a flow"));
        assertThat(rehearsals.jdbc.queryForObject("SELECT to_regclass('stripe.kept') IS NULL", Boolean.class))
                .isTrue();
    }

    @Test
    void goesOnAsABrokerWouldWithSeveralQueuesAndWildcards() throws Exception {
        String toTold = "- to: {id: %s, uri: \"jms:queue:told\"}\n";
        Rehearsed rehearsed = voided(
                "- to: {id: to-both, uri: \"jms:queue:ca,cb\"}\n- to: {id: to-wild, uri: \"jms:queue:orders.new\"}\n",
                queueFlow("ca", toTold.formatted("a"))
                        + queueFlow("cb", toTold.formatted("b"))
                        + queueFlow("orders.>", toTold.formatted("w")));

        assertThat(rehearsed.sent())
                .extracting(Sent::destination)
                .containsExactly(
                        "jms:queue:ca,cb",
                        "jms:queue:orders.new",
                        "jms:queue:told",
                        "jms:queue:told",
                        "jms:queue:told");
    }

    @Test
    void showsWhatOtherThreadsSend() throws Exception {
        Rehearsed rehearsed = voided("- to: {id: to-q, uri: \"jms:queue:q\"}\n", queueFlow("q", """
                        - wireTap: {id: tap, uri: "http://tapped.invalid/x"}
                        - recipientList:
                            id: several
                            parallelProcessing: true
                            expression:
                              constant:
                                expression: "http://a.invalid/,http://b.invalid/"
                        """));

        assertThat(rehearsed.verdict()).isEqualTo(Verdict.ROUTED);
        assertThat(rehearsed.sent())
                .extracting(Sent::destination)
                .contains("POST http://tapped.invalid/x", "POST http://a.invalid/", "POST http://b.invalid/");
    }

    @Test
    void saysWhatIsHeldBackAndFetchesNothing() throws Exception {
        Rehearsed rehearsed = voided("- to: {id: to-q, uri: \"jms:queue:q\"}\n", queueFlow("q", """
                        - toD: {id: fetch, uri: "mustache:http://templates.invalid/${header.stripeEventId}"}
                        - aggregate:
                            id: some
                            completionSize: 2
                            aggregationStrategy: "#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy"
                            correlationExpression:
                              constant:
                                expression: "x"
                            steps:
                              - to: {id: never, uri: "jms:queue:never"}
                        """));

        assertThat(rehearsed.failures()).isEmpty();
        assertThat(rehearsed.notes()).singleElement().asString().contains("Step some", "holds messages back");
        assertThat(rehearsed.sent())
                .extracting(Sent::destination)
                .containsExactly("jms:queue:q", "mustache:http://templates.invalid/evt_1");
    }

    @Test
    void anEventWithoutAFlowGoesNowhere() throws Exception {
        Rehearsed rehearsed = rehearsals
                .of(Rehearsals.SHIPPED)
                .rehearse(event("evt_1", "account.updated", "{\"id\":\"acct_1\"}"), false);

        assertThat(rehearsed.verdict()).isEqualTo(Verdict.NOWHERE);
        assertThat(rehearsed.sent()).isEmpty();
    }

    @Test
    void showsEachStepWithWhatTheEventIsByThen() throws Exception {
        Rehearsed rehearsed = rehearsals.of(Rehearsals.SHIPPED).rehearse(FAILED_INVOICE, true);

        assertThat(rehearsed.steps())
                .extracting(TracedStep::step)
                .containsSubsequence(
                        "read-event",
                        "by-type",
                        "to-invoice-payment-failed",
                        "to-object",
                        "to-invoices-failed",
                        "mail-template-invoice-payment-failed",
                        "to-mail-invoice-failed",
                        "write-mail",
                        "to-mail-server",
                        "log-sent");
        TracedStep template = step(rehearsed, "mail-template-invoice-payment-failed");
        assertThat(template.place()).isEqualTo("invoice-payment-failed.camel.yaml:21");
        assertThat(template.headers()).containsEntry("mailTemplate", "invoice-payment-failed");
        assertThat(template.variables().get("event")).contains("\"in_1\"");
        assertThat(step(rehearsed, "write-mail").body()).contains("15.00 EUR");
        assertThat(step(rehearsed, "log-sent").said()).isEqualTo("evt_1 invoice.payment_failed mail sent");
    }

    private static TracedStep step(Rehearsed rehearsed, String id) {
        return rehearsed.steps().stream()
                .filter(step -> id.equals(step.step()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void callsAreAnsweredAsTheTestSaysAndNeverMade() throws Exception {
        Path folder = Rehearsals.folder(directory, "invoice-voided.camel.yaml", """
                - route:
                    id: invoice-voided
                    description: Tells the ledger
                    from:
                      id: from-router
                      uri: direct
                      parameters:
                        name: invoice-voided
                      steps:
                        - to:
                            id: to-queue
                            uri: jms
                            parameters:
                              destinationType: queue
                              destinationName: voided
                - route:
                    id: ledger
                    description: Calls it
                    from:
                      id: from-queue
                      uri: jms
                      parameters:
                        destinationType: queue
                        destinationName: voided
                      steps:
                        - setHeader:
                            id: key
                            name: Idempotency-Key
                            expression:
                              simple:
                                expression: "${header.stripeEventId}"
                        - to:
                            id: call-ledger
                            uri: http
                            parameters:
                              httpUri: ledger.invalid/entries
                              httpMethod: PUT
                        - removeHeader:
                            id: no-key
                            name: Idempotency-Key
                        - to:
                            id: to-answer
                            uri: jms
                            parameters:
                              destinationType: queue
                              destinationName: answers
                """);
        VerifiedEvent event = event("evt_1", "invoice.voided", "{\"id\":\"in_1\"}");

        Rehearsed answered = rehearsals
                .of(folder, Bounds.ALONE, (method, url, body) -> new Answers.Answer(201, Map.of(), "{\"entry\":7}"))
                .rehearse(event, false);
        Rehearsed refused = rehearsals
                .of(folder, Bounds.ALONE, (method, url, body) -> new Answers.Answer(409, Map.of(), ""))
                .rehearse(event, false);

        assertThat(answered.failures()).isEmpty();
        assertThat(answered.sent())
                .extracting(Sent::destination)
                .containsExactly("jms:queue:voided", "PUT http://ledger.invalid/entries", "jms:queue:answers");
        assertThat(answered.sent().get(1).head()).containsEntry("Idempotency-Key", "evt_1");
        assertThat(answered.sent().get(1).body()).contains("in_1");
        assertThat(answered.sent().get(2).body()).isEqualTo("{\"entry\":7}");
        assertThat(refused.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(refused.failures()).extracting(FailedStep::step).containsExactly("call-ledger");
        assertThat(refused.failures().get(0).reason()).contains("409");
        // it was made, and is not taken back
        assertThat(refused.sent())
                .extracting(Sent::destination)
                .isEqualTo(List.of("jms:queue:voided", "PUT http://ledger.invalid/entries"));
    }
}
