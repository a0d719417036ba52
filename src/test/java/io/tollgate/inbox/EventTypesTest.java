package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.Stripe;
import com.stripe.model.v2.EventNotificationClassLookup;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EventTypesTest {
    private static final Path LIST = Path.of("src/main/resources/io/tollgate/inbox/event-types.txt");
    private static final String RENEW =
            "the list is older than stripe-java: renew it with node src/main/catalogue/event-types.mjs";

    @Test
    void knowsAllThatStripesLibraryForJavaDoes() {
        List<String> snapshot = Arrays.stream(EnabledEvent.values())
                .map(EnabledEvent::getValue)
                .filter(type -> !type.equals("*"))
                .toList();

        assertThat(EventTypes.snapshot()).as(RENEW).containsAll(snapshot);
        assertThat(EventTypes.thin()).as(RENEW).containsAll(EventNotificationClassLookup.eventClassLookup.keySet());
    }

    /** API versions begin with their date. */
    @Test
    void isOfAnApiVersionThatIsNoOlder() throws IOException {
        String api = Files.readAllLines(LIST).get(2).replaceFirst("# From npm stripe [0-9.]+, API ", "");

        assertThat(api).as(RENEW).matches("\\d{4}-\\d\\d-\\d\\d\\.[a-z]+").isGreaterThanOrEqualTo(Stripe.API_VERSION);
    }

    @Test
    void hasEachTypeOnceInOrderWithItsKindAndObject() throws IOException {
        List<String> lines = Files.readAllLines(LIST).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(lines)
                .isSorted()
                .allMatch(
                        line -> line.matches("[a-z0-9_]+(\\.[a-z0-9_]+|\\[[a-z_.]+])+ (snapshot|thin) ([a-z0-9_.]+|-)"))
                .allMatch(line -> line.matches("v\\d.*") == line.contains(" thin "));
        assertThat(lines.stream().map(line -> line.split(" ")[0])).doesNotHaveDuplicates();
        assertThat(EventTypes.known()).hasSameSizeAs(lines);
        assertThat(new TreeSet<>(EventTypes.known())).containsAll(EventTypes.snapshot());
        assertThat(EventTypes.thin()).allMatch(EventTypes::isThin);
        assertThat(EventTypes.snapshot()).noneMatch(EventTypes::isThin);
        assertThat(EventTypes.snapshot().size() + EventTypes.thin().size()).isEqualTo(lines.size());
    }

    @Test
    void saysWhichObjectAnEventIsAbout() {
        assertThat(EventTypes.object("charge.dispute.created")).contains("dispute");
        assertThat(EventTypes.object("v1.billing.meter.error_report_triggered")).contains("billing.meter");
        assertThat(EventTypes.object("v1.billing.meter.no_meter_found")).isEmpty();
        assertThat(EventTypes.object("order.shipped")).isEmpty();
    }

    @Test
    void isALabelOfOnlyWhatIsStripes() {
        assertThat(EventTypes.label("three_d_secure.authentication.succeeded"))
                .isEqualTo("three_d_secure.authentication.succeeded");
        assertThat(EventTypes.label("order.shipped")).isEqualTo(EventTypes.OTHER);
    }
}
