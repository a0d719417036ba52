package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.support.RoutesFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables say of Stripe's objects, by the shipped flows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectStateTest {
    private static final Instant ARRIVAL = Instant.parse("2026-01-01T00:00:10Z");

    private Flows flows;
    private int number;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        flows = new Flows(directory, Map.of());
        Path folder = RoutesFolder.copy(Flows.ROUTES, directory.resolve("routes"));
        Files.delete(folder.resolve("mail.camel.yaml"));
        flows.load(folder);
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
    }

    private List<String> event(String type, long created, String data) throws Exception {
        return event(type, created, "", null, data);
    }

    private List<String> event(String type, long created, String more, String account, String data) throws Exception {
        String id = "evt_" + ++number;
        String payload =
                "{\"id\":\"%s\",\"object\":\"event\",\"type\":\"%s\",\"created\":%d,\"livemode\":false,%s\"data\":%s}"
                        .formatted(id, type, created, more, data);
        return flows.route(new VerifiedEvent(
                id,
                type,
                "default",
                false,
                created,
                null,
                account,
                null,
                payload.getBytes(StandardCharsets.UTF_8),
                ARRIVAL));
    }

    private Map<String, Object> row(String table, String id) {
        return flows.jdbc.queryForMap("SELECT * FROM stripe." + table + " WHERE id = ?", id);
    }

    @Test
    void createdNeverBeatsAnotherEventOfItsSecond() throws Exception {
        event("customer.subscription.updated", 100, """
                {"object":{"id":"sub_1","object":"subscription","customer":"cus_1","status":"active","cancel_at_period_end":false}}
                """);
        event("customer.subscription.created", 100, """
                {"object":{"id":"sub_1","object":"subscription","customer":"cus_1","status":"incomplete","cancel_at_period_end":false}}
                """);
        assertThat(row("subscription", "sub_1")).containsEntry("status", "active");
        assertThat(row("subscription_v", "sub_1"))
                .containsEntry("status", "active")
                .containsEntry("ambiguous", false);
    }

    @Test
    void deletedBeatsWhatComesInItsSecond() throws Exception {
        event("customer.subscription.deleted", 100, """
                {"object":{"id":"sub_d","object":"subscription","status":"canceled"}}""");
        event("customer.subscription.updated", 100, """
                {"object":{"id":"sub_d","object":"subscription","status":"active"},"previous_attributes":{"status":"past_due"}}""");
        assertThat(row("subscription", "sub_d"))
                .containsEntry("status", "canceled")
                .containsEntry("deleted", true);
        assertThat(row("subscription_v", "sub_d"))
                .containsEntry("deleted", true)
                .containsEntry("ambiguous", false);
    }

    @Test
    void previousAttributesOrderWhatIsOfOneSecond() throws Exception {
        event("customer.subscription.updated", 100, """
                {"object":{"id":"sub_c","object":"subscription","status":"active","items":{"data":[{"id":"si_1","quantity":3}]}},
                 "previous_attributes":{"items":{"data":[{"id":"si_1","quantity":2}]}}}""");
        event("customer.subscription.updated", 100, """
                {"object":{"id":"sub_c","object":"subscription","status":"active","items":{"data":[{"id":"si_1","quantity":2}]}},
                 "previous_attributes":{"status":"incomplete"}}""");
        assertThat(row("subscription_v", "sub_c")).containsEntry("quantity", 3L).containsEntry("ambiguous", false);
    }

    @Test
    void whatNothingDecidesIsMarkedUntilALaterEventComes() throws Exception {
        event("payment_intent.processing", 100, """
                {"object":{"id":"pm_1","object":"payment_method","type":"card"}}""");
        event("invoice.updated", 100, """
                {"object":{"id":"in_a","object":"invoice","status":"open"}}""");
        event("invoice.updated", 100, """
                {"object":{"id":"in_a","object":"invoice","status":"void"}}""");
        assertThat(row("invoice_v", "in_a")).containsEntry("ambiguous", true);
        event("invoice.updated", 101, """
                {"object":{"id":"in_a","object":"invoice","status":"void","number":"A-1"}}""");
        assertThat(row("invoice_v", "in_a")).containsEntry("ambiguous", false).containsEntry("number", "A-1");
    }

    private void settle(long created, String more, String found) {
        flows.jdbc.queryForList(
                "SELECT stripe.settle_object(CAST(? AS jsonb), CAST(? AS jsonb))",
                "{\"livemode\":false,%s\"created\":%d}".formatted(more, created),
                found);
    }

    private void tie(String id) throws Exception {
        for (String status : List.of("open", "void")) {
            event("invoice.updated", 100, """
                    {"object":{"id":"%s","object":"invoice","status":"%s"}}""".formatted(id, status));
        }
        assertThat(row("object", id)).containsEntry("ambiguous", true);
    }

    @Test
    void whatStripeSaysCountsUntilAnEventOfALaterSecondComes() throws Exception {
        tie("in_s");
        settle(100, "", """
                {"id":"in_s","object":"invoice","status":"paid"}""");
        assertThat(row("invoice_v", "in_s")).containsEntry("status", "paid").containsEntry("ambiguous", false);
        assertThat(row("object", "in_s").get("settled_at")).isNotNull();

        event("invoice.updated", 100, """
                {"object":{"id":"in_s","object":"invoice","status":"uncollectible"}}""");
        event("invoice.updated", 99, """
                {"object":{"id":"in_s","object":"invoice","status":"draft"}}""");
        assertThat(row("invoice_v", "in_s")).containsEntry("status", "paid").containsEntry("ambiguous", false);

        event("invoice.updated", 101, """
                {"object":{"id":"in_s","object":"invoice","status":"void"}}""");
        assertThat(row("invoice_v", "in_s")).containsEntry("status", "void");
        assertThat(row("object", "in_s")).containsEntry("settled_at", null);
        event("invoice.updated", 101, """
                {"object":{"id":"in_s","object":"invoice","status":"open"}}""");
        assertThat(row("object", "in_s")).containsEntry("ambiguous", true);
    }

    @Test
    void aLateDeletionOfThatSecondIsNotLost() throws Exception {
        tie("in_sd");
        settle(100, "", """
                {"id":"in_sd","object":"invoice","status":"draft"}""");
        event("invoice.deleted", 100, """
                {"object":{"id":"in_sd","object":"invoice","status":"draft"}}""");
        assertThat(row("object", "in_sd")).containsEntry("deleted", true).containsEntry("ambiguous", false);
    }

    @Test
    void whatStripeSaysChangesNoOtherRow() throws Exception {
        tie("in_o");
        String open = "{\"id\":\"in_o\",\"object\":\"invoice\",\"status\":\"open\"}";
        settle(99, "", open);
        settle(101, "", open);
        settle(100, "\"account\":\"acct_1\",", open);
        settle(100, "", open.replace("in_o", "in_other"));
        settle(100, "", "{\"id\":\"in_o\",\"object\":\"invoice\",\"deleted\":true}");
        assertThat(row("object", "in_o")).containsEntry("ambiguous", true).containsEntry("settled_at", null);
        settle(100, "", open);
        settle(100, "", open.replace("open", "paid"));
        assertThat(row("invoice_v", "in_o")).containsEntry("status", "open");
    }

    @Test
    void aSubscriptionThatWasCancelledInThePortalSaysWhenItEnds() throws Exception {
        event("customer.subscription.updated", 100, """
                {"object":{"id":"sub_2","object":"subscription","status":"active","cancel_at":1797000000,"cancel_at_period_end":false,
                 "canceled_at":1795850718,"billing_mode":{"type":"flexible"},"pause_collection":{"behavior":"void","resumes_at":1797000001},
                 "trial_end":1796000000,"items":{"object":"list","data":[
                  {"id":"si_1","current_period_end":1797000000,"quantity":1,"price":{"id":"price_1","product":"prod_1","currency":"eur"}},
                  {"id":"si_2","current_period_end":1799000000,"quantity":2,"price":{"id":"price_2","product":"prod_2","currency":"eur"}}]}}}""");
        Map<String, Object> row = row("subscription_v", "sub_2");
        assertThat(row.get("cancels_at")).hasToString("2026-12-11 14:40:00.0");
        assertThat(row.get("current_period_end")).isEqualTo(row.get("cancels_at"));
        assertThat(row)
                .containsEntry("paused", true)
                .containsEntry("quantity", 3L)
                .containsEntry("currency", "eur");
        assertThat(row.get("prices")).hasToString("{price_1,price_2}");
    }

    @Test
    void anUnpaidCheckoutIsPaidWhenTheMoneyHasCome() throws Exception {
        assertThat(event("checkout.session.completed", 100, """
                {"object":{"id":"cs_1","object":"checkout.session","mode":"payment","status":"complete","payment_status":"unpaid",
                 "amount_total":4999,"currency":"eur"}}"""))
                .contains("jms:queue:stripe.checkout.completed")
                .doesNotContain("jms:queue:stripe.checkout.paid");
        assertThat(row("checkout_session", "cs_1")).containsEntry("payment_status", "unpaid");
        assertThat(event("checkout.session.async_payment_succeeded", 90000, """
                {"object":{"id":"cs_1","object":"checkout.session","mode":"payment","status":"complete","payment_status":"paid",
                 "amount_total":4999,"currency":"eur"}}"""))
                .contains("jms:queue:stripe.checkout.paid");
        assertThat(row("checkout_session", "cs_1")).containsEntry("payment_status", "paid");
        assertThat(row("checkout_session_v", "cs_1")).containsEntry("payment_status", "paid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"customer_details\":null,", "\"customer_details\":{\"email\":null},"})
    void aCheckoutHasTheAddressThatItWasMadeWith(String details) throws Exception {
        String id = "cs_mail_" + details.length();
        event("checkout.session.completed", 100, """
                {"object":{"id":"%s","object":"checkout.session",%s"customer":"cus_1","customer_email":"buyer@example.com"}}""".formatted(id, details));
        assertThat(row("checkout_session", id)).containsEntry("customer_email", "buyer@example.com");
        assertThat(row("checkout_session_v", id)).containsEntry("customer_email", "buyer@example.com");
    }

    @Test
    void twoAccountsMayHaveProductsOfOneId() throws Exception {
        event("product.created", 100, "\"account\":\"acct_1\",", "acct_1", """
                {"object":{"id":"gold","object":"product","name":"Gold of one"}}""");
        event("product.created", 200, "\"context\":\"org_1/acct_2\",", "acct_2", """
                {"object":{"id":"gold","object":"product","name":"Gold of two"}}""");
        event("product.updated", 150, "\"account\":\"acct_1\",", "acct_1", """
                {"object":{"id":"gold","object":"product","name":"New gold of one"}}""");
        assertThat(flows.jdbc.queryForList(
                        "SELECT account || ' ' || name FROM stripe.product_v WHERE id = 'gold' ORDER BY 1",
                        String.class))
                .containsExactly("acct_1 New gold of one", "acct_2 Gold of two");
    }

    @Test
    void aProductThatIsMadeAgainIsNoLongerDeleted() throws Exception {
        String product = "{\"object\":{\"id\":\"silver\",\"object\":\"product\",\"name\":\"%s\"}}";
        event("product.created", 300, product.formatted("again"));
        event("product.deleted", 200, product.formatted("first"));
        event("product.created", 100, product.formatted("first"));
        assertThat(row("product_v", "silver")).containsEntry("deleted", false).containsEntry("name", "again");
        event("product.deleted", 400, product.formatted("again"));
        assertThat(row("product_v", "silver")).containsEntry("deleted", true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"object\":{\"object\":\"invoice\",\"amount_due\":1}}",
                "{\"object\":{\"id\":null,\"object\":\"invoice\"}}",
                "{\"object\":{\"id\":\"TOO_LONG\",\"object\":\"invoice\"}}",
                "{\"object\":null}",
                "{}",
                "null"
            })
    void whatHasNoIdOfStripesIsLeftOut(String data) throws Exception {
        assertThat(event("invoice.upcoming", 100, data.replace("TOO_LONG", "x".repeat(3000))))
                .containsExactly("sql:to-object");
    }

    @Test
    void anOddObjectSpoilsNoQuery() throws Exception {
        event("customer.subscription.updated", 100, """
                {"object":{"id":"sub_odd","object":"subscription","current_period_end":"soon","cancel_at":9e99,"quantity":1e40,
                 "cancel_at_period_end":"no","items":"none","customer":{"id":"cus_x","object":"customer"},"metadata":null,"trial_end":[],
                 "pause_collection":true,"created":-1e30}}""");
        event("customer.subscription.updated", 100, """
                {"object":{"id":"sub_odd2","object":"subscription","items":{"data":[{"quantity":9e18},{"quantity":9e18},7,null]}}}""");
        for (String view : flows.jdbc.queryForList(
                "SELECT table_name FROM information_schema.views WHERE table_schema = 'stripe'", String.class)) {
            String kind = view.equals("checkout_session_v") ? "checkout.session" : view.substring(0, view.length() - 2);
            event("product.created", 5, """
                    {"object":{"id":"odd","object":"%s","created":"x","amount":"1","amount_total":{},"evidence_details":[],"items":[1],
                     "total_taxes":[{"amount":9e18},{"amount":"x"}],"payments":{"data":[3]},"recurring":"x","billing_details":7,
                     "status_transitions":{"paid_at":1e300},"last_payment_error":[],"source":"x","discount":"y"}}""".formatted(kind));
            assertThat(flows.jdbc.queryForList("SELECT * FROM stripe." + view))
                    .as(view)
                    .isNotEmpty();
        }
        assertThat(row("subscription_v", "sub_odd"))
                .containsEntry("customer", "cus_x")
                .containsEntry("metadata", null);
    }

    @Test
    void whatPostgresCannotStoreIsMarked() throws Exception {
        event("customer.updated", 100, """
                {"object":{"id":"cus_nul","object":"customer","name":"a\\u0000b","metadata":{"k\\u0000":"\\ud83d!","\\ud83d\\ude80":"ok"}}}""");
        Map<String, Object> row = row("customer_v", "cus_nul");
        assertThat(row).containsEntry("name", "a\ufffdb");
        assertThat(row.get("metadata")).hasToString("{\"k\ufffd\": \"\ufffd!\", \"\ud83d\ude80\": \"ok\"}");
    }

    /** As a tool does that replaces what it cannot change. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPlanThatIsReplacedWithinASecondIsThere(boolean deletedFirst) throws Exception {
        String plan = "{\"object\":{\"id\":\"plan_%s\",\"object\":\"plan\",\"created\":%d,\"nickname\":\"%s\"}}";
        for (boolean deleted : new boolean[] {deletedFirst, !deletedFirst}) {
            event(
                    deleted ? "product.deleted" : "product.created",
                    300,
                    plan.formatted(deletedFirst, deleted ? 100 : 300, deleted ? "old" : "new"));
        }
        Map<String, Object> row = row("object", "plan_" + deletedFirst);
        assertThat(row).containsEntry("deleted", false).containsEntry("ambiguous", false);
        assertThat(row.get("data").toString()).contains("new");
    }

    @Test
    void aStepThatTwoTypesTellOfIsOne() throws Exception {
        for (String type : List.of("refund.updated", "charge.refund.updated")) {
            event(type, 100, """
                    {"object":{"id":"re_2","object":"refund","status":"succeeded"},"previous_attributes":{"status":"pending"}}""");
        }
        assertThat(row("refund_v", "re_2")).containsEntry("status", "succeeded").containsEntry("ambiguous", false);
    }

    @Test
    void aFloodOfOneSecondIsMarkedAndEnds() throws Exception {
        for (int i = 0; i < 120; i++) {
            event("customer.updated", 100, """
                    {"object":{"id":"cus_flood","object":"customer","balance":%d},"previous_attributes":{"balance":%d}}""".formatted(i + 1, i));
        }
        assertThat(row("customer_v", "cus_flood")).containsEntry("ambiguous", true);
        event("customer.updated", 101, """
                {"object":{"id":"cus_flood","object":"customer","balance":500}}""");
        assertThat(row("customer_v", "cus_flood"))
                .containsEntry("ambiguous", false)
                .containsEntry("balance", 500L);
    }

    @Test
    void aReplayChangesNothing() throws Exception {
        String data = """
                {"object":{"id":"in_r","object":"invoice","status":"open"}}""";
        event("invoice.finalized", 100, data);
        Map<String, Object> before = row("object", "in_r");
        number--;
        event("invoice.finalized", 100, data);
        assertThat(row("object", "in_r")).isEqualTo(before);
    }
}
