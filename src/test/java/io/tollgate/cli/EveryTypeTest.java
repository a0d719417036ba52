package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.events.UnknownEventNotification;
import com.stripe.model.Event;
import com.stripe.model.EventDataClassLookup;
import com.stripe.model.StripeObject;
import com.stripe.model.v2.EventNotificationClassLookup;
import com.stripe.model.v2.core.EventNotification;
import com.stripe.net.Webhook;
import io.tollgate.inbox.EventTypes;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An event of each type, read by stripe-java as a consumer does. */
class EveryTypeTest {
    private static final String SECRET = "whsec_any";

    private final ObjectMapper json = new ObjectMapper();
    private final EveryType events = new EveryType(SamplesTest.samples(), Clock.systemUTC());

    static Set<String> snapshot() {
        return EventTypes.snapshot();
    }

    static Set<String> thin() {
        return EventTypes.thin();
    }

    private static String signature(String payload) throws Exception {
        return Webhook.Signature.generateSignatureHeader(
                payload, SECRET, Clock.systemUTC().instant().getEpochSecond());
    }

    /** Also that the class of its object knows each field of it. */
    @ParameterizedTest
    @MethodSource("snapshot")
    void isReadWithItsObject(String type) throws Exception {
        boolean isSample = SamplesTest.types().contains(type);
        Clock now = isSample ? Clock.fixed(SamplesTest.NOW, java.time.ZoneOffset.UTC) : Clock.systemUTC();
        String payload = events.event(type, null);

        Event event = Webhook.constructEvent(payload, signature(payload), SECRET);

        assertThat(event.getType()).isEqualTo(type);
        assertThat(event.getApiVersion()).isEqualTo(Stripe.API_VERSION);
        assertThat(event.getCreated())
                .isBetween(now.instant().getEpochSecond() - 60, now.instant().getEpochSecond() + 60);
        StripeObject object = event.getDataObjectDeserializer().getObject().orElseThrow();
        JsonNode sent = json.readTree(payload).at("/data/object");
        String kind = EventTypes.object(type).orElseThrow();
        if (EventDataClassLookup.classLookup.containsKey(kind)) {
            assertThat(object)
                    .isInstanceOf(EventDataClassLookup.classLookup.get(
                            sent.path("object").textValue()));
            if (!isSample) {
                assertThat(sent.path("object").textValue()).isEqualTo(kind);
                SamplesTest.knows(type, json.readTree(object.toJson()), sent);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("thin")
    void isReadWithWhatItIsAbout(String type) throws Exception {
        String payload = events.event(type, null);

        EventNotification event =
                new StripeClient("sk_test_none").parseEventNotification(payload, signature(payload), SECRET);

        assertThat(event.getType()).isEqualTo(type);
        assertThat(event.getCreated()).isBeforeOrEqualTo(Clock.systemUTC().instant());
        assertThat(event instanceof UnknownEventNotification)
                .isEqualTo(!EventNotificationClassLookup.eventClassLookup.containsKey(type));
        if (event instanceof UnknownEventNotification unknown) {
            assertThat(unknown.getRelatedObject() != null)
                    .isEqualTo(EventTypes.object(type).isPresent());
        }
    }

    @Test
    void hasTheShapeOfTheVersionThatIsAskedForWhereThereIsASample() throws IOException {
        assertThat(json.readTree(events.event("charge.refunded", "2020-08-27")).at("/data/object/refunds/data"))
                .hasSize(1);
        assertThat(json.readTree(events.event("coupon.created", "2020-08-27"))
                        .path("api_version")
                        .textValue())
                .isEqualTo("2020-08-27");
    }

    @Test
    void hasIdsOfItsOwn() throws IOException {
        JsonNode first = json.readTree(events.event("coupon.created", null));
        JsonNode second = json.readTree(events.event("coupon.created", null));

        assertThat(first.path("id")).isNotEqualTo(second.path("id"));
        assertThat(first.at("/data/object/id")).isNotEqualTo(second.at("/data/object/id"));
        assertThat(json.readTree(events.event("invoice.upcoming", null)).at("/data/object"))
                .isNotEmpty();
        assertThat(json.readTree(events.event("invoice.upcoming", null))
                        .at("/data/object")
                        .has("id"))
                .isFalse();
    }
}
