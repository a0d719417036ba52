package io.tollgate.hydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What is asked about an event, and as whom. */
class HydrateTest {
    private static final String THIN = """
            {"id": "evt_thin", "object": "v2.core.event", "type": "v1.billing.meter.error_report_triggered", "livemode": false,
             "created": "2026-01-01T00:00:00.000Z", "context": "org_1/acct_7",
             "related_object": {"id": "mtr_1", "type": "billing.meter", "url": "/v1/billing/meters/mtr_1"}}""";
    private static final String SNAPSHOT = """
            {"id": "evt_1", "object": "event", "type": "charge.refunded", "livemode": true, "api_version": "2024-06-20",
             "account": "acct_5", "context": "acct_5", "data": {"object": {"id": "ch_1", "object": "charge", "amount": 500}}}""";

    private final List<Question> asked = new ArrayList<>();
    private final Hydrate hydrate = new Hydrate(question -> {
        asked.add(question);
        return "{\"amount\": 700, \"nested\": {\"list\": [1.5]}}".getBytes(StandardCharsets.UTF_8);
    });
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private Question question(String body, boolean whole) {
        exchange.getMessage().setBody(body);
        Map<?, ?> answer = whole ? hydrate.event(exchange) : hydrate.object(exchange);
        assertThat(answer.get("amount")).isEqualTo(700);
        return asked.get(0);
    }

    @Test
    void theObjectOfAThinEventIsAtItsUrlInItsContext() {
        exchange.getMessage().setHeader("stripeEndpoint", "meters");
        exchange.getMessage().setHeader("stripeAccount", "acct_7");

        Question question = question(THIN, false);

        assertThat(question.path()).isEqualTo("/v1/billing/meters/mtr_1");
        assertThat(question.headers()).isEqualTo(Map.of("Stripe-Context", "org_1/acct_7"));
        assertThat(question.endpoint()).isEqualTo("meters");
        assertThat(question.livemode()).isFalse();
    }

    @Test
    void aThinEventIsAmongThoseOfV2() {
        assertThat(question(THIN, true).path()).isEqualTo("/v2/core/events/evt_thin");
    }

    @Test
    void theObjectOfASnapshotIsAskedForAsItsAccountAndInItsVersion() {
        Question question = question(SNAPSHOT, false);

        assertThat(question.path()).isEqualTo("/v1/charges/ch_1");
        assertThat(question.headers()).isEqualTo(Map.of("Stripe-Account", "acct_5", "Stripe-Version", "2024-06-20"));
        assertThat(question.livemode()).isTrue();
        assertThat(question.endpoint()).isNull();
    }

    @Test
    void aSnapshotIsAmongThoseOfV1() {
        assertThat(question(SNAPSHOT, true).path()).isEqualTo("/v1/events/evt_1");
    }

    @Test
    void anEventOfAnOrganizationHasAContextAndNoAccount() {
        assertThat(question(SNAPSHOT.replace("\"account\": \"acct_5\", ", ""), false)
                        .headers())
                .isEqualTo(Map.of("Stripe-Context", "acct_5", "Stripe-Version", "2024-06-20"));
    }

    @Test
    void theVariableComesBeforeABodyThatIsSomethingElse() throws Exception {
        exchange.setVariable("event", new ObjectMapper().readValue(SNAPSHOT, Map.class));

        assertThat(question("{\"id\": \"evt_other\", \"object\": \"event\"}", true)
                        .path())
                .isEqualTo("/v1/events/evt_1");
    }

    @Test
    void whatNoRetryMendsSaysSo() {
        for (String body : new String[] {
            null,
            "no JSON",
            "[]",
            "{\"id\": \"ch_1\"}",
            "{\"id\": \"evt_1/../../charges\", \"object\": \"event\"}",
            SNAPSHOT.replace("\"livemode\": true, ", ""),
            SNAPSHOT.replace("\"object\": \"charge\", ", ""),
            THIN.replace("related_object", "related"),
            THIN.replace("/v1/billing/meters/mtr_1", "https://example.com/v1/x"),
            THIN.replace("/v1/billing/meters/mtr_1", "/v1/x/../../y"),
            THIN.replace("/v1/billing/meters/mtr_1", "//example.com/v1/x")
        }) {
            exchange.getMessage().setBody(body);
            assertThatThrownBy(() -> hydrate.object(exchange))
                    .as(body)
                    .isInstanceOfSatisfying(
                            NotHydrated.class,
                            none -> assertThat(none.isInVain()).isTrue());
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void anAnswerThatIsNoObjectIsAskedForAgainLater() {
        exchange.getMessage().setBody(SNAPSHOT);
        for (String answer : List.of("<html>", "[]", "", "null")) {
            Hydrate other = new Hydrate(question -> answer.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> other.object(exchange))
                    .isInstanceOfSatisfying(
                            NotHydrated.class,
                            none -> assertThat(none.isInVain()).isFalse());
        }
    }
}
