package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.Stripe;
import com.stripe.model.Event;
import com.stripe.model.HasId;
import com.stripe.model.StripeObject;
import com.stripe.net.ApiResource;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import io.tollgate.samples.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ObjectMapper json = new ObjectMapper();
    private final Samples samples = samples();

    static Samples samples() {
        try {
            return new Samples(Clock.fixed(NOW, ZoneOffset.UTC));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> types() {
        return samples().types();
    }

    static List<Arguments> typesAndVersions() {
        return types().stream()
                .flatMap(type -> samples().versions().stream().map(version -> Arguments.of(type, version)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("typesAndVersions")
    void isAnEventOfItsTypeAndVersionCreatedNow(String type, String version) throws IOException {
        String payload = samples.event(type, version);
        Event event = ApiResource.GSON.fromJson(payload, Event.class);
        assertThat(payload).doesNotContain("{random}", "{now");
        assertThat(event.getType()).isEqualTo(type);
        assertThat(event.getApiVersion()).isEqualTo(version);
        assertThat(event.getId()).matches("evt_[A-Za-z0-9_]{1,250}");
        assertThat(event.getCreated()).isEqualTo(NOW.getEpochSecond());
        assertThat(event.getLivemode()).isFalse();
        assertThat(json.readTree(payload).at("/data/object/id").textValue()).matches("[a-z_]+_[0-9a-f]{32}");
    }

    /** Also that it knows each field: it drops what it does not. */
    @ParameterizedTest
    @MethodSource("types")
    void todaysIsWhatStripesLibraryReads(String type) throws IOException {
        String payload = samples.event(type, samples.versions().get(0));
        Event event = ApiResource.GSON.fromJson(payload, Event.class);
        assertThat(event.getApiVersion()).isEqualTo(Stripe.API_VERSION);
        StripeObject object = event.getDataObjectDeserializer().getObject().orElseThrow();
        JsonNode read = json.readTree(object.toJson());
        assertThat(((HasId) object).getId()).isEqualTo(read.path("id").textValue());
        knows(type, read, json.readTree(payload).at("/data/object"));
    }

    static void knows(String at, JsonNode read, JsonNode sent) {
        assertThat(read.isMissingNode()).as(at).isFalse();
        sent.properties().stream()
                .filter(field -> !field.getKey().equals("total_count"))
                .forEach(field -> knows(at + "." + field.getKey(), read.path(field.getKey()), field.getValue()));
        for (int i = 0; i < sent.size() && sent.isArray(); i++) {
            knows(at, read.path(i), sent.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("typesAndVersions")
    void hasNewIdsEachTime(String type, String version) throws IOException {
        JsonNode first = json.readTree(samples.event(type, version));
        JsonNode second = json.readTree(samples.event(type, version));
        assertThat(first.at("/id")).isNotEqualTo(second.at("/id"));
        assertThat(first.at("/data/object/id")).isNotEqualTo(second.at("/data/object/id"));
    }

    @ParameterizedTest
    @MethodSource("typesAndVersions")
    void holdsMoreThanAscii(String type, String version) throws IOException {
        assertThat(samples.event(type, version)).matches(text -> text.chars().anyMatch(c -> c > 127));
    }

    @Test
    void coversWhatMostTeamsNeedAndEveryTypeThatStripeSendsAboutSubscriptions() {
        List<String> subscriptions = Arrays.stream(EnabledEvent.values())
                .map(EnabledEvent::getValue)
                .filter(type -> type.startsWith("customer.subscription."))
                .toList();
        assertThat(samples.types())
                .containsAll(subscriptions)
                .contains("payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.failed")
                .contains("charge.succeeded", "charge.failed", "charge.refunded")
                .contains("refund.created", "charge.refund.updated")
                .contains("charge.dispute.created", "charge.dispute.closed")
                .contains("checkout.session.completed", "checkout.session.expired")
                .contains("checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed")
                .contains("invoice.paid", "invoice.payment_failed", "payout.paid", "payout.failed")
                .contains("customer.created", "customer.updated", "product.updated", "price.updated");
    }

    static List<String> versions() {
        return samples().versions();
    }
}
