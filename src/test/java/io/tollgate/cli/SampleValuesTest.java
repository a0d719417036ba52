package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.samples.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the samples say what their types say. */
class SampleValuesTest {
    private final ObjectMapper json = new ObjectMapper();
    private final Samples samples = SamplesTest.samples();

    /** Of the events that are no updates, these are such that real ones have it. */
    @ParameterizedTest
    @MethodSource("io.tollgate.cli.SamplesTest#typesAndVersions")
    void onlyAChangeTellsWhatWasBefore(String type, String version) throws IOException {
        JsonNode previous = json.readTree(samples.event(type, version)).at("/data/previous_attributes");
        assertThat(!previous.isMissingNode())
                .isEqualTo(type.endsWith(".updated")
                        || Set.of("charge.refunded", "charge.dispute.closed").contains(type));
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.cli.SamplesTest#versions")
    void amountsAreOfAPart(String version) throws IOException {
        JsonNode refunded = object("charge.refunded", version);
        assertThat(refunded.path("amount").intValue()).isEqualTo(10000);
        assertThat(refunded.path("amount_refunded").intValue()).isEqualTo(500);
        assertThat(refunded.path("refunded").booleanValue()).isFalse();
        JsonNode failed = object("invoice.payment_failed", version);
        assertThat(failed.path("amount_paid").intValue()).isPositive();
        assertThat(failed.path("amount_remaining").intValue())
                .isPositive()
                .isEqualTo(failed.path("amount_due").intValue()
                        - failed.path("amount_paid").intValue());
        assertThat(failed.path("next_payment_attempt").longValue()).isGreaterThan(SamplesTest.NOW.getEpochSecond());
        assertThat(object("invoice.paid", version).path("amount_remaining").intValue())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.cli.SamplesTest#versions")
    void objectsHaveTheStatusOfTheirType(String version) throws IOException {
        Map.of(
                        "customer.subscription.created", "active",
                        "customer.subscription.deleted", "canceled",
                        "customer.subscription.paused", "paused",
                        "customer.subscription.resumed", "active",
                        "customer.subscription.trial_will_end", "trialing",
                        "charge.failed", "failed",
                        "charge.dispute.closed", "lost",
                        "checkout.session.expired", "expired",
                        "payout.failed", "failed",
                        "charge.refund.updated", "failed")
                .forEach((type, status) -> assertThat(
                                object(type, version).path("status").textValue())
                        .as(type)
                        .isEqualTo(status));
        assertThat(object("checkout.session.async_payment_succeeded", version)
                        .path("payment_status")
                        .textValue())
                .isEqualTo("paid");
        assertThat(object("checkout.session.async_payment_failed", version)
                        .path("payment_status")
                        .textValue())
                .isEqualTo("unpaid");
    }

    @ParameterizedTest
    @MethodSource("io.tollgate.cli.SamplesTest#typesAndVersions")
    void wasOtherwiseInWhatItTellsOfBefore(String type, String version) throws IOException {
        JsonNode data = json.readTree(samples.event(type, version)).path("data");
        differs(type, data.path("previous_attributes"), data.path("object"));
    }

    private static void differs(String at, JsonNode before, JsonNode now) {
        for (Map.Entry<String, JsonNode> old : before.properties()) {
            String name = old.getKey();
            assertThat(now.has(name)).as(at + "." + name).isTrue();
            assertThat(old.getValue()).as(at + "." + name).isNotEqualTo(now.get(name));
            differs(at + "." + name, old.getValue(), now.get(name));
        }
    }

    private JsonNode object(String type, String version) {
        try {
            return json.readTree(samples.event(type, version)).at("/data/object");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
