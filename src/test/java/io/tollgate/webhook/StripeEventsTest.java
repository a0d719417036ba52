package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.Envelope;
import io.tollgate.inbox.VerifiedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shapes that Stripe's events have had since 2011: none is refused, and each label is the one that is meant. */
class StripeEventsTest {
    private static FlowsReading flows;

    @BeforeAll
    static void start() throws Exception {
        flows = new FlowsReading();
    }

    @AfterAll
    static void stop() throws Exception {
        flows.close();
    }

    static Stream<Arguments> events() {
        return Stream.of(
                // before there were versions, 2011
                Arguments.of("""
                        {"id":"evt_2zJZFrsNfQ1lBH","created":1326853478,"livemode":false,"type":"plan.created","object":"event",
                         "pending_webhooks":1,"data":{"object":{"interval":"month","amount":2000,"id":"gold plan","object":"plan"}}}""", null, null, 1326853478L, "gold plan"),
                // Connect before `account`, request as a string, 2014
                Arguments.of("""
                        {"id":"evt_4aXk2nBZQ0LkMb","created":1407348000,"livemode":true,"type":"charge.succeeded","object":"event",
                         "api_version":"2014-07-26","user_id":"acct_1","request":"iar_1","data":{"object":{"id":"ch_1","object":"charge"}}}""", "2014-07-26", "acct_1", 1407348000L, "ch_1"),
                // of today, of a connected account
                Arguments.of("""
                        {"id":"evt_1PgcAB","object":"event","account":"acct_1","api_version":"2025-09-30.clover","created":1759276800,
                         "context":"acct_1","data":{"object":{"id":"sub_1","object":"subscription"},"previous_attributes":{"id":"sub_0"}},
                         "livemode":true,"pending_webhooks":2,"request":{"id":"req_1","idempotency_key":"k"},"type":"customer.subscription.updated"}""", "2025-09-30.clover", "acct_1", 1759276800L, "sub_1"),
                // an object without an id
                Arguments.of("""
                        {"id":"evt_1PgcAC","object":"event","api_version":null,"created":1759276800,"data":{"object":{"object":"balance",
                         "available":[{"amount":-5,"currency":"usd"}]}},"livemode":false,"type":"balance.available"}""", null, null, 1759276800L, null),
                // an id of a merchant's own
                Arguments.of("""
                        {"id":"evt_1PgcAD","object":"event","api_version":"2020-08-27","created":1600000000,"data":{"object":{"id":"\\u00c9t\\u00e9 25% \\ud83c\\udf89",
                         "object":"coupon"}},"livemode":false,"type":"coupon.created"}""", "2020-08-27", null, 1600000000L, "\u00c9t\u00e9 25% \ud83c\udf89"),
                // thin
                Arguments.of("""
                        {"id":"evt_test_65RCjj1EpC2xZ1i8t16RCjhCDASQ5gLM","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered",
                         "livemode":false,"created":"2024-09-17T06:20:52.246Z","context":null,
                         "related_object":{"id":"mtr_1","type":"billing.meter","url":"/v1/billing/meters/mtr_1"}}""", null, null, 1726554052L, "mtr_1"),
                // thin, about an account, with a part of it in its type
                Arguments.of("""
                        {"id":"evt_65T","object":"v2.core.event","type":"v2.core.account[configuration.merchant].capability_status_updated",
                         "livemode":true,"created":"2025-09-30T00:00:00Z","context":"acct_1/acct_2","reason":{"type":"request","request":{"id":"req_1"}},
                         "related_object":{"id":"acct_2","type":"v2.core.account","url":"/v2/core/accounts/acct_2"}}""", null, "acct_2", 1759190400L, "acct_2"),
                // thin, of an organization, and none of its accounts
                Arguments.of("""
                        {"id":"evt_65V","object":"v2.core.event","type":"v2.core.event_destination.ping","livemode":true,
                         "created":"2025-09-30T00:00:00Z","context":"org_1","related_object":{"id":"ed_1"}}""", null, null, 1759190400L, "ed_1"),
                // thin, about nothing, with data of its own
                Arguments.of("""
                        {"id":"evt_65U","object":"v2.core.event","type":"v1.billing.meter.no_meter_found","livemode":true,
                         "created":"2025-09-30T02:00:00.000+02:00","related_object":null,"data":{"developer_message_summary":"There is 1 invalid event"}}""", null, null, 1759190400L, null));
    }

    @ParameterizedTest
    @MethodSource("events")
    void isStoredWithItsLabels(String json, String apiVersion, String account, Long created, String objectId) {
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        Envelope envelope = Envelope.read(payload);

        VerifiedEvent event = envelope.toEvent("default", payload, Instant.EPOCH);
        assertThat(event)
                .extracting("apiVersion", "account", "created", "objectId")
                .containsExactly(apiVersion, account, created, objectId);
        flows.agreesWith(envelope, payload);
    }
}
