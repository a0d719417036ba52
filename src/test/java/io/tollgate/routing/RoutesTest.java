package io.tollgate.routing;

import static io.tollgate.routing.Flows.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.support.RoutesFolder;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped routes: where each type ends, what consumers get, and that a rollback leaves nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {
    private static final String OBJECT =
            "{\"id\":\"obj_1\",\"amount\":1250,\"currency\":\"usd\",\"note\":\"\uD83D\uDE80 caf\u00e9\"}";

    private Flows flows;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        flows = new Flows(directory, Map.of());
        flows.load(withoutMailConsumer(directory));
    }

    /** The shipped folder, so that what is sent to stripe.mail stays there to be looked at. */
    private static Path withoutMailConsumer(Path directory) throws Exception {
        Path folder = RoutesFolder.copy(Flows.ROUTES, directory.resolve("routes"));
        java.nio.file.Files.delete(folder.resolve("mail.camel.yaml"));
        return folder;
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
    }

    @ParameterizedTest
    @CsvSource({
        "payment_intent.succeeded,      sql:to-object jms:queue:stripe.payments.succeeded",
        "payment_intent.payment_failed, sql:to-object jms:queue:stripe.payments.failed jms:queue:stripe.mail",
        "payment_intent.failed,         sql:to-object jms:queue:stripe.payments.failed jms:queue:stripe.mail",
        "charge.refunded,               sql:to-object jms:queue:stripe.refunds jms:queue:stripe.mail",
        "refund.failed,                 sql:to-object jms:queue:stripe.refunds.failed jms:queue:stripe.mail",
        "checkout.session.completed,    sql:to-object sql:to-checkout-session jms:queue:stripe.checkout.completed jms:queue:stripe.checkout.paid",
        "checkout.session.async_payment_succeeded, sql:to-object sql:to-checkout-session jms:queue:stripe.checkout.paid",
        "checkout.session.async_payment_failed, sql:to-object sql:to-checkout-session jms:queue:stripe.checkout.failed",
        "checkout.session.expired,      sql:to-object sql:to-checkout-session jms:queue:stripe.checkout.expired",
        "invoice.paid,                  sql:to-object jms:queue:stripe.invoices.paid",
        "invoice.payment_failed,        sql:to-object jms:queue:stripe.invoices.failed jms:queue:stripe.mail",
        "invoice.finalized,             sql:to-object",
        "charge.dispute.created,        sql:to-object jms:queue:stripe.disputes jms:queue:stripe.mail",
        "charge.dispute.updated,        sql:to-object",
        "charge.dispute.closed,         sql:to-object jms:queue:stripe.disputes.closed jms:queue:stripe.mail",
        "customer.subscription.updated, sql:to-object sql:to-subscription jms:queue:stripe.subscriptions",
        "customer.subscription.trial_will_end, sql:to-object sql:to-subscription jms:queue:stripe.subscriptions",
        "payout.failed,                 sql:to-object jms:queue:stripe.payouts.failed jms:queue:stripe.mail",
        "customer.updated,              sql:to-object",
    })
    void takesEachTypeToItsDestinationsWithTheWholeMessageContract(String type, String destinations) throws Exception {
        VerifiedEvent event = event("evt_" + type.hashCode(), type, OBJECT);
        assertThat(flows.route(event)).containsExactly(destinations.split(" "));

        for (String destination : destinations.split(" ")) {
            if (destination.startsWith("jms:queue:")) {
                assertMessage(destination.substring("jms:queue:".length()), event);
            }
        }
    }

    private void assertMessage(String queue, VerifiedEvent event) throws Exception {
        List<Message> messages = new ArrayList<>();
        for (Message message : flows.drain(queue)) {
            if (event.id().equals(message.getJMSCorrelationID())) {
                messages.add(message);
            }
        }
        assertThat(messages).as(queue).hasSize(1);
        Message message = messages.get(0);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.getJMSType()).isEqualTo(event.type());
        assertThat(message.getJMSCorrelationID()).isEqualTo(event.id());
        assertThat(message.getJMSReplyTo()).isNull();
        assertThat(message).isInstanceOf(TextMessage.class);
        assertThat(((TextMessage) message).getText().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(event.payload());
        Map<String, Object> properties = properties(message);
        if (queue.equals("stripe.mail")) {
            assertThat(properties.remove("mailTemplate"))
                    .isEqualTo(event.type()
                            .replaceAll("^payment_intent.*", "payment_intent.payment_failed")
                            .replaceAll("[._]", "-"));
        }
        assertThat(properties)
                .isEqualTo(Map.of(
                        "stripeContract",
                        1,
                        "stripeEventId",
                        event.id(),
                        "stripeEventType",
                        event.type(),
                        "stripeEndpoint",
                        "default",
                        "stripeLivemode",
                        Boolean.FALSE,
                        "stripeCreated",
                        1767225600L,
                        "stripeApiVersion",
                        "2025-12-15.clover",
                        "stripeObjectId",
                        "obj_1"));
    }

    private static Map<String, Object> properties(Message message) throws Exception {
        Map<String, Object> properties = new HashMap<>();
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            // counted by the consumer's client, not sent
            if (!name.equals("JMSXDeliveryCount")) {
                properties.put(name, message.getObjectProperty(name));
            }
        }
        return properties;
    }

    @Test
    void leavesOutWhatTheEventDoesNotSay() throws Exception {
        VerifiedEvent bare = new VerifiedEvent(
                "evt_bare",
                "payment_intent.succeeded",
                "connect",
                null,
                null,
                null,
                "acct_1",
                null,
                "{}".getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH);

        flows.route(bare);

        assertThat(properties(flows.drain("stripe.payments.succeeded").get(0)))
                .isEqualTo(Map.of(
                        "stripeEventId", "evt_bare",
                        "stripeEventType", "payment_intent.succeeded",
                        "stripeContract", 1,
                        "stripeEndpoint", "connect",
                        "stripeAccount", "acct_1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tax_rate.created", "invoiceitem.created", "x' || 'y"})
    void routesOtherTypesWithNoDestination(String type) throws Exception {
        assertThat(flows.route(event("evt_other", type, "{}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payment_intent.succeeded",
                "payment_intent.payment_failed",
                "checkout.session.completed",
                "invoice.payment_failed",
                "charge.dispute.created",
                "customer.subscription.created"
            })
    void aRollbackLeavesNoMessageAndNoRow(String type) throws Exception {
        List<String> reached = flows.routeAndRollBack(event("evt_gone", type, OBJECT.replace("obj_1", "obj_gone")));

        assertThat(reached).isNotEmpty();
        for (String destination : reached) {
            if (destination.startsWith("jms:queue:")) {
                assertThat(flows.isEmpty(destination.substring("jms:queue:".length())))
                        .isTrue();
            }
        }
        assertThat(count("stripe.checkout_session", "obj_gone")).isZero();
        assertThat(count("stripe.subscription", "obj_gone")).isZero();
    }

    @Test
    void keepsACheckoutSessionAndSurvivesWhatIsMissing() throws Exception {
        flows.route(event("evt_cs", "checkout.session.completed", """
                {"id":"cs_1","mode":"payment","status":"complete","payment_status":"paid","amount_total":3000000000,
                 "currency":"usd","customer":null,"customer_details":{"email":"a'b@example.com"},"payment_intent":"pi_1"}"""));
        flows.route(event("evt_bare", "checkout.session.completed", "{\"id\":\"cs_2\",\"customer_details\":null}"));
        flows.drain("stripe.checkout.completed");

        Map<String, Object> row = flows.jdbc.queryForMap("SELECT * FROM stripe.checkout_session WHERE id = 'cs_1'");
        assertThat(row)
                .containsEntry("amount_total", 3000000000L)
                .containsEntry("customer", null)
                .containsEntry("customer_email", "a'b@example.com")
                .containsEntry("payment_intent", "pi_1")
                .containsEntry("livemode", false)
                .containsEntry("event_id", "evt_cs");
        assertThat(count("stripe.checkout_session", "cs_2")).isEqualTo(1);
    }

    @Test
    void aBodyThatIsNoJsonIsTheEventsFailure() {
        VerifiedEvent broken = new VerifiedEvent(
                "evt_broken",
                "payment_intent.succeeded",
                "default",
                false,
                1L,
                null,
                null,
                null,
                "{\"id\":".getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH);

        assertThatThrownBy(() -> flows.route(broken)).isInstanceOf(Exception.class);
    }

    private int count(String table, String id) {
        return flows.jdbc.queryForObject("SELECT count(*) FROM " + table + " WHERE id = ?", Integer.class, id);
    }
}
