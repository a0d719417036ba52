package io.tollgate.stripe.endpoint;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.stripe.TestKeys;
import io.tollgate.support.CapturedLog;
import io.tollgate.support.EndpointStub;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointWatchTest {
    private static final String PAID = "payment_intent.succeeded";
    private static final String REFUNDED = "charge.refunded";
    private static final String METER = "v1.billing.meter.error_report_triggered";

    private final EndpointStub stub = new EndpointStub();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Set<String> wanted = Set.of(PAID);
    private final EndpointWatch watch = watch("rk_test_reader", "rk_live_reader");

    private EndpointWatch watch(String... keys) {
        TestKeys access = new TestKeys(stub.url(), keys);
        return new EndpointWatch(
                access.keys(),
                new SnapshotCalls(access.api()),
                new ThinCalls(access.api()),
                () -> wanted,
                new EndpointNews(registry));
    }

    @AfterEach
    void stop() {
        watch.close();
        stub.close();
    }

    private ObjectNode ours(boolean live, String name, String... types) {
        ObjectNode endpoint = stub.add(live, "https://hooks.example.com/" + name, types);
        endpoint.putObject("metadata").put("tollgate", name);
        return endpoint;
    }

    private String said() {
        try (CapturedLog log = CapturedLog.of(EndpointNews.class)) {
            assertThat(watch.look()).isTrue();
            return log.text();
        }
    }

    private Gauge enabled(String endpoint, String mode) {
        return registry.find("tollgate.stripe.endpoint.enabled")
                .tags("endpoint", endpoint, "mode", mode)
                .gauge();
    }

    @Test
    void thatOneIsDisabledIsSaidOnceAChangeAndShown() {
        ObjectNode live = ours(true, "default", PAID);
        ours(false, "default", PAID);
        stub.add(true, "https://other.example.com/", PAID).put("status", "disabled");
        assertThat(said()).isEmpty();
        assertThat(enabled("default", "live").value()).isEqualTo(1);

        live.put("status", "disabled");
        assertThat(said()).contains("default (live)", "is disabled", "we_1", "endpoint apply");
        assertThat(said()).isEmpty();
        assertThat(enabled("default", "live").value()).isZero();
        assertThat(enabled("default", "test").value()).isEqualTo(1);

        live.put("status", "enabled");
        assertThat(said()).contains("enabled again");
        assertThat(enabled("default", "live").value()).isEqualTo(1);

        stub.endpoints().remove(live);
        assertThat(said()).isEmpty();
        assertThat(enabled("default", "live").value()).isNaN();
        stub.server().verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void whatTheFlowsWantAndNobodySendsIsSaidOnceAChange() {
        ours(true, "default", PAID);
        wanted = Set.of(PAID, REFUNDED, "no_such.type");
        assertThat(said()).contains("default (live)", REFUNDED).doesNotContain(PAID, "no_such.type");
        assertThat(said()).isEmpty();

        wanted = Set.of(PAID, REFUNDED, "payout.paid");
        assertThat(said()).contains("payout.paid");

        ours(true, "connect", REFUNDED, "payout.paid");
        assertThat(said()).contains("is sent again");
    }

    @Test
    void allSnapshotsAreNoThinEvents() {
        ours(true, "default", "*");
        wanted = Set.of(PAID);
        assertThat(said()).isEmpty();
        stub.server().verify(0, getRequestedFor(urlPathEqualTo("/v2/core/event_destinations")));

        wanted = Set.of(PAID, METER);
        assertThat(said()).contains(METER).doesNotContain(PAID);
        stub.server().verify(2, getRequestedFor(urlPathEqualTo("/v2/core/event_destinations")));
    }

    @Test
    void thatAKeyMayNotLookIsSaidOnce() {
        stub.forbid(403);
        assertThat(said()).contains("default (live)", "default (test)", "Webhook Endpoints, read");
        assertThat(said()).isEmpty();
    }

    @Test
    void thatStripeIsAwayChangesNothing() {
        ours(true, "default", PAID).put("status", "disabled");
        assertThat(said()).contains("is disabled");
        stub.forbid(503);

        assertThat(said()).isEmpty();
        assertThat(enabled("default", "live").value()).isZero();
    }

    @Test
    void withoutAKeyNobodyIsAskedAndWithoutRoutesOneWaits() {
        assertThat(watch().look()).isTrue();
        wanted = Set.of();
        assertThat(watch.look()).isFalse();

        stub.server().verify(0, getRequestedFor(anyUrl()));
    }
}
