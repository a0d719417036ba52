package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.Flows;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.samples.Samples;
import io.tollgate.support.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the views say of an object does not depend on the version of Stripe's API that told it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SampleViewsTest {
    private static final String TODAY = "2026-07-29.dahlia";
    private static final String OLD = "2020-08-27";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final ObjectMapper json = new ObjectMapper();
    private Samples samples;

    @BeforeAll
    void tables() throws Exception {
        new FlowTables(dataSource, FlowRole.GATEWAYS).apply(Flows.ROUTES, List.of());
        samples = new Samples(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterAll
    void close() {
        dataSource.close();
    }

    private Map<String, Object> row(String type, String version, String view) throws Exception {
        JsonNode event = json.readTree(samples.event(type, version));
        jdbc.queryForList("SELECT stripe.keep_object(CAST(? AS jsonb), now())", event.toString());
        return jdbc.queryForMap(
                "SELECT * FROM stripe." + view + " WHERE id = ?",
                event.at("/data/object/id").textValue());
    }

    /** @param same columns that both versions fill, with the same values where these are no ids */
    @ParameterizedTest
    @CsvSource({
        "customer.subscription.updated, subscription_v, status currency current_period_start current_period_end cancel_at_period_end"
                + " cancel_at cancels_at canceled_at quantity collection_method start_date billing_cycle_anchor",
        "customer.subscription.deleted, subscription_v, status deleted ended_at canceled_at",
        "customer.subscription.trial_will_end, subscription_v, status trial_start trial_end",
        "checkout.session.completed, checkout_session_v, mode status payment_status amount_total amount_subtotal currency"
                + " customer_email amount_tax amount_discount amount_shipping",
        "checkout.session.async_payment_failed, checkout_session_v, mode status payment_status amount_total currency customer_email",
        "customer.updated, customer_v, email name balance delinquent currency created",
        "invoice.payment_failed, invoice_v, number status paid currency amount_due amount_paid amount_remaining total subtotal"
                + " attempt_count next_payment_attempt customer_email billing_reason collection_method",
        "invoice.paid, invoice_v, number status paid amount_due amount_paid amount_remaining paid_at finalized_at",
        "charge.refunded, charge_v, status paid amount amount_captured amount_refunded currency captured refunded disputed"
                + " card_brand card_last4 payment_method_type outcome_type risk_level customer_email",
        "charge.failed, charge_v, status paid failure_code failure_message outcome_type",
        "refund.created, refund_v, status amount currency reason",
        "charge.dispute.created, dispute_v, status reason amount currency inquiry answerable due_by has_evidence past_due"
                + " submission_count is_charge_refundable",
        "charge.dispute.closed, dispute_v, status answerable",
        "payment_intent.succeeded, payment_intent_v, status amount amount_received amount_capturable currency",
        "payment_intent.payment_failed, payment_intent_v, status amount error_code decline_code error_message",
        "payout.failed, payout_v, status amount currency arrival_date method type automatic failure_code failure_message",
        "price.updated, price_v, active type currency unit_amount unit_amount_decimal recurring_interval recurring_interval_count"
                + " usage_type billing_scheme",
        "product.updated, product_v, name active",
    })
    void bothVersionsSayTheSame(String type, String view, String same) throws Exception {
        Map<String, Object> today = row(type, TODAY, view);
        Map<String, Object> old = row(type, OLD, view);
        for (String column : same.split(" ")) {
            assertThat(today.get(column)).as(column).isNotNull().isEqualTo(old.get(column));
        }
    }

    /** Ids are new in each sample. */
    @ParameterizedTest
    @CsvSource({
        "customer.subscription.updated, subscription_v, customer latest_invoice default_payment_method",
        "checkout.session.completed, checkout_session_v, payment_intent customer",
        "invoice.payment_failed, invoice_v, subscription customer",
        "charge.refunded, charge_v, payment_intent balance_transaction payment_method",
        "refund.created, refund_v, charge payment_intent",
        "charge.dispute.created, dispute_v, charge payment_intent",
        "payment_intent.succeeded, payment_intent_v, latest_charge payment_method",
        "price.updated, price_v, product",
        "payout.failed, payout_v, destination balance_transaction",
    })
    void bothVersionsNameWhatBelongsToIt(String type, String view, String columns) throws Exception {
        for (String version : List.of(TODAY, OLD)) {
            Map<String, Object> row = row(type, version, view);
            for (String column : columns.split(" ")) {
                assertThat(row.get(column)).as(version + " " + column).isInstanceOf(String.class);
            }
        }
    }
}
