package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tollgate.samples.Samples;
import io.tollgate.text.MaskedEvents;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No sample, whatever a person has written into it, says anything of that person once it is masked; and it is an event still. */
class MaskedSamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Samples SAMPLES = samples();
    /** What a flow decides by. */
    private static final Set<String> DECISIVE = Set.of(
            "type",
            "object",
            "status",
            "currency",
            "payment_status",
            "billing_reason",
            "decline_code",
            "code",
            "mode",
            "reason",
            "failure_code",
            "collection_method",
            "country",
            "brand",
            "interval",
            "api_version",
            "unit_amount_decimal");

    private static Samples samples() {
        try {
            return new Samples(Clock.systemUTC());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<JsonNode> events() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String version : SAMPLES.versions()) {
            for (String type : SAMPLES.types()) {
                events.add(JSON.readTree(SAMPLES.event(type, version)));
            }
        }
        return events.stream();
    }

    private static JsonNode masked(JsonNode event, MaskedEvents mask) throws IOException {
        StringWriter line = new StringWriter();
        new ExportedEvent("default", Instant.EPOCH, event.toString().getBytes(StandardCharsets.UTF_8))
                .writeTo(line, mask);
        return JSON.readTree(line.toString()).path("payload");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hildegard",
                "Hildegard Q. O'Brien-Žižek",
                "HILDEGARD",
                "hildegard.obrien+shop@post.example.net",
                "Hildegard <hildegard@post.example.net>",
                "+49 151 23456789",
                "4915123456789",
                "Müllerstraße 12b, 80331 München",
                "203.0.113.77",
                "2001:db8:85a3::8a2e:370:7334",
                "17.03.1984",
                "DE89370400440532013000",
                "https://pay.stripe.com/receipts/payment/geheim4711?token=geheim4711",
                "sk_live_geheim4711",
                "hildegard_1984",
                "cus_Hildegard1984",
                "in_1Hildegard/cus_Hildegard",
                "{\"name\":\"Hildegard\"}",
                "Für Hildegard 🎻\nzum 40.",
                "9f8b7c6d-1234-4abc-8def-0123456789ab"
            })
    void nothingOfAPersonIsLeftWhateverTheField(String planted) throws IOException {
        for (JsonNode event : events().toList()) {
            JsonNode everywhere = withTexts(event, text -> planted);

            String masked = masked(everywhere, new MaskedEvents()).toString().toLowerCase(Locale.ROOT);

            assertThat(masked)
                    .doesNotContain(JSON.writeValueAsString(planted)
                            .replaceAll("^\"|\"$", "")
                            .toLowerCase(Locale.ROOT));
            assertThat(masked).doesNotContain("hildegard", "geheim");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hildegard", "vip", "1984-03-17", "de", "de-DE", "eur", "DE", "19.84", "1984", "active"})
    void whatLooksLikeAWordOfStripesIsMaskedInFieldsOfTheMerchantAndOfPeople(String planted) throws IOException {
        JsonNode event = JSON.readTree("""
                {"metadata":{"status":"P","currency":"P","country":"P","type":["P",{"status":"P"}],"api_version":"P"},
                 "name":"P","last4":"P","fingerprint":"P","city":"P","state":"P","line1":"P","postal_code":"P","description":"P",
                 "code":"P","gender":"P","value":"P","new_field":"P","dob":"P"}""".replace("\"P\"", "\"" + planted + "\""));

        each(
                masked(event, new MaskedEvents()),
                (field, value) -> assertThat(value.textValue()).as(field).isNotEqualTo(planted));
    }

    @ParameterizedTest
    @MethodSource("events")
    void itIsTheSameEventInItsShape(JsonNode event) throws IOException {
        JsonNode masked = masked(event, new MaskedEvents());

        List<Entry<String, JsonNode>> before = leaves(event);
        List<Entry<String, JsonNode>> after = leaves(masked);
        assertThat(after)
                .extracting(Entry::getKey)
                .isEqualTo(before.stream().map(Entry::getKey).toList());
        Map<String, String> masks = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            String field = before.get(i).getKey();
            JsonNode value = before.get(i).getValue();
            JsonNode mask = after.get(i).getValue();
            if (!value.isTextual() || DECISIVE.contains(field)) {
                assertThat(mask).as(field).isEqualTo(value);
            } else {
                assertThat(masks.computeIfAbsent(value.textValue(), first -> mask.textValue()))
                        .as("%s joins", field)
                        .isEqualTo(mask.textValue());
                if (value.textValue().matches("(?:evt|cus|ch|pi|in|sub|txn|cs_test)_\\w+")) {
                    assertThat(mask.textValue())
                            .startsWith(value.textValue().replaceAll("^(cs_test|[a-z]+)_.*", "$1_"))
                            .isNotEqualTo(value.textValue());
                }
                assertThat(mask.textValue().contains("@"))
                        .isEqualTo(value.textValue().contains("@"));
            }
        }
    }

    private static JsonNode withTexts(JsonNode node, UnaryOperator<String> change) {
        JsonNode copy = node.deepCopy();
        if (copy instanceof ObjectNode object) {
            node.fieldNames().forEachRemaining(name -> object.set(name, withTexts(node.get(name), change)));
        } else if (copy instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, withTexts(node.get(i), change));
            }
        } else if (copy.isTextual()) {
            return TextNode.valueOf(change.apply(copy.textValue()));
        }
        return copy;
    }

    private static List<Entry<String, JsonNode>> leaves(JsonNode node) {
        List<Entry<String, JsonNode>> leaves = new ArrayList<>();
        each(node, (field, value) -> leaves.add(Map.entry(field, value)));
        return leaves;
    }

    private static void each(JsonNode node, BiConsumer<String, JsonNode> leaf) {
        each("", node, leaf);
    }

    private static void each(String field, JsonNode node, BiConsumer<String, JsonNode> leaf) {
        if (node.isValueNode()) {
            leaf.accept(field, node);
        } else if (node.isArray()) {
            node.forEach(item -> each(field, item, leaf));
        } else {
            node.properties().forEach(entry -> each(entry.getKey(), entry.getValue(), leaf));
        }
    }
}
