package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.Stripe;
import com.stripe.model.Customer;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.HasId;
import com.stripe.model.Invoice;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeObject;
import com.stripe.model.Subscription;
import com.stripe.model.checkout.Session;
import com.stripe.net.ApiResource;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

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

    @ParameterizedTest
    @MethodSource("types")
    void isAnEventOfItsTypeCreatedNow(String type) throws IOException {
        String payload = samples.event(type);
        Event event = ApiResource.GSON.fromJson(payload, Event.class);
        assertThat(payload).doesNotContain("{random}", "{now");
        assertThat(event.getType()).isEqualTo(type);
        assertThat(event.getId()).matches("evt_[A-Za-z0-9_]{1,250}");
        assertThat(event.getCreated()).isEqualTo(NOW.getEpochSecond());
        assertThat(event.getLivemode()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("types")
    void isWhatStripesLibraryReads(String type) throws IOException {
        Event event = ApiResource.GSON.fromJson(samples.event(type), Event.class);
        assertThat(event.getApiVersion()).isEqualTo(Stripe.API_VERSION);
        StripeObject object = event.getDataObjectDeserializer().getObject().orElseThrow();
        assertThat(object).isInstanceOf(classOf(type));
        assertThat(((HasId) object).getId()).matches("[a-z_]+_[0-9a-f]{32}");
    }

    private static Class<?> classOf(String type) {
        if (type.startsWith("customer.subscription.")) {
            return Subscription.class;
        }
        return switch (type.substring(0, type.lastIndexOf('.'))) {
            case "payment_intent" -> PaymentIntent.class;
            case "checkout.session" -> Session.class;
            case "invoice" -> Invoice.class;
            case "charge.dispute" -> Dispute.class;
            default -> Customer.class;
        };
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasNewIdsEachTime(String type) throws IOException {
        JsonNode first = new ObjectMapper().readTree(samples.event(type));
        JsonNode second = new ObjectMapper().readTree(samples.event(type));
        assertThat(first.at("/id")).isNotEqualTo(second.at("/id"));
        assertThat(first.at("/data/object/id")).isNotEqualTo(second.at("/data/object/id"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void holdsMoreThanAscii(String type) throws IOException {
        assertThat(samples.event(type)).matches(text -> text.chars().anyMatch(c -> c > 127));
    }

    @Test
    void coversEveryTypeThatStripeSendsAboutSubscriptions() {
        List<String> subscriptions = Arrays.stream(EnabledEvent.values())
                .map(EnabledEvent::getValue)
                .filter(type -> type.startsWith("customer.subscription."))
                .toList();
        assertThat(samples.types()).containsAll(subscriptions);
    }

    @Test
    void onlyAnUpdateTellsWhatWasBefore() throws IOException {
        for (String type : samples.types()) {
            JsonNode previous = new ObjectMapper().readTree(samples.event(type)).at("/data/previous_attributes");
            assertThat(previous.isMissingNode()).as(type).isNotEqualTo(type.endsWith(".updated"));
        }
    }

    @Test
    void subscriptionsHaveTheStatusOfTheirType() throws IOException {
        assertThat(status("created")).isEqualTo("active");
        assertThat(status("deleted")).isEqualTo("canceled");
        assertThat(status("paused")).isEqualTo("paused");
        assertThat(status("resumed")).isEqualTo("active");
        assertThat(status("trial_will_end")).isEqualTo("trialing");
    }

    private String status(String change) throws IOException {
        JsonNode event = new ObjectMapper().readTree(samples.event("customer.subscription." + change));
        return event.at("/data/object/status").textValue();
    }
}
