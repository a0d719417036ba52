package io.tollgate.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedEventsTest {
    private final MaskedEvents mask = new MaskedEvents();

    private JsonNode masked(String json) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonParser from = new JsonFactory().createParser(json);
                JsonGenerator to = new JsonFactory().createGenerator(text)) {
            from.nextToken();
            mask.copy(from, to);
        }
        return new ObjectMapper().readTree(text.toString());
    }

    private String text(String value) {
        return mask.text(new Place("name", null, false), value);
    }

    @ParameterizedTest
    @CsvSource({
        "zoe@example.net,                      x[0-9a-f]{14}@example\\.com",
        "+49 (151) 234-5678,                   \\+[1-9]\\d \\(\\d{3}\\) \\d{3}-\\d{4}",
        "Zoé O'Brien 7,                        [A-Z][a-z]{2} [A-Z]'[A-Z][a-z]{4} \\d",
        "cus_9sKq81xHj,                        cus_[A-Za-z0-9]{14}",
        "cs_test_a1B2c3D4e5F6g7H8i9J0,         cs_test_[A-Za-z0-9]{20}",
        "pi_3Abc_secret_9Xyz,                  pi_[A-Za-z0-9]{16}",
        "org_1a/acct_2b,                       org_[A-Za-z0-9]{14}/acct_[A-Za-z0-9]{14}",
        "pi_zoe@example.net,                   x[0-9a-f]{14}@example\\.com",
        "zoe_1984,                             [a-z]{3}_\\d{4}",
        "https://zoe.example.net/a?token=b,    https://example\\.com/[A-Za-z0-9]{14}",
        "203.0.113.77,                         '10(\\.\\d{1,3}){3}'",
        "2001:db8:85a3::8a2e:370:7334,         2001:db8::[0-9a-f]{4}:[0-9a-f]{4}:[0-9a-f]{4}",
        "1984-03-17,                           (19|20)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])",
        "1984-03-17T08:15:00Z,                 (19|20)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])T08:15:00Z",
        "9f8b7c6d-1234-4abc-8def-0123456789ab, [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "4242424242424242,                     [1-9]\\d{15}",
        "12:30 or 21:45,                       [1-9]\\d:\\d\\d [a-z]{2} \\d\\d:\\d\\d"
    })
    void looksLikeWhatItWas(String value, String form) {
        assertThat(text(value)).isNotEqualTo(value).matches(form);
        assertThat(text(value)).as("joins").isEqualTo(text(value));
        assertThat(new MaskedEvents().text(new Place("name", null, false), value))
                .as("another export")
                .isNotEqualTo(text(value));
    }

    @Test
    void aLongTextKeepsItsLengthAndAShortOneIsNeverItsOwnMask() {
        assertThat(text("Lorem ipsum ".repeat(500))).hasSize(6000).doesNotContain("Lorem", "ipsum");
        for (int i = 0; i < 10; i++) {
            assertThat(text("" + i)).isNotEqualTo("" + i);
        }
        assertThat(text("")).isEmpty();
        assertThat(text("🎻")).isEqualTo("x");
    }

    @Test
    void theSameValueJoinsInEachFieldAndEvent() throws IOException {
        String id = masked("{\"customer\":\"cus_1\"}").path("customer").textValue();

        JsonNode other = masked("{\"metadata\":{\"customer\":\"cus_1\",\"other\":\"cus_2\"}}")
                .path("metadata");
        assertThat(other.path("customer").textValue()).isEqualTo(id);
        assertThat(other.path("other").textValue()).isNotEqualTo(id);
    }

    @Test
    void numbersStayButForADayOfBirthAPlaceAndWhatIsTheMerchants() throws IOException {
        JsonNode masked = masked("""
                {"amount":1200,"unit":1.50,"big":123456789012345678901234567890,"yes":true,"none":null,
                 "dob":{"day":31,"month":13,"year":2123},"location":{"latitude":48.137154},"metadata":{"age":417117,"vip":true}}""");

        assertThat(masked.path("amount").intValue()).isEqualTo(1200);
        assertThat(masked.path("unit").asText()).isEqualTo("1.5");
        assertThat(masked.path("big").asText()).isEqualTo("123456789012345678901234567890");
        assertThat(masked.path("yes").booleanValue()).isTrue();
        assertThat(masked.path("none").isNull()).isTrue();
        assertThat(masked.at("/dob/day").intValue()).isBetween(1, 28);
        assertThat(masked.at("/dob/month").intValue()).isBetween(1, 12);
        assertThat(masked.at("/dob/year").intValue()).isBetween(1940, 1999);
        assertThat(masked.at("/location/latitude").asText())
                .isNotEqualTo("48.137154")
                .matches("\\d\\d\\.\\d{1,6}");
        assertThat(masked.at("/metadata/age").intValue()).isNotEqualTo(417117).isBetween(100000, 999999);
        assertThat(masked.at("/metadata/vip").booleanValue()).isTrue();
    }

    @Test
    void whatIsHarmlessInOneFieldIsNotInAnother() throws IOException {
        JsonNode masked = masked("""
                {"type":"invoice.paid","code":"zoe","last_payment_error":{"code":"card_declined","message":"No, Zoe"},
                 "description":"Subscription creation","metadata":{"description":"Subscription creation"},
                 "cancellation_details":{"comment":"zoe","feedback":"too_expensive"}}""");

        assertThat(masked.path("type").textValue()).isEqualTo("invoice.paid");
        assertThat(masked.path("code").textValue()).isNotEqualTo("zoe");
        assertThat(masked.at("/last_payment_error/code").textValue()).isEqualTo("card_declined");
        assertThat(masked.at("/last_payment_error/message").textValue()).doesNotContain("Zoe");
        assertThat(masked.path("description").textValue()).isEqualTo("Subscription creation");
        assertThat(masked.at("/metadata/description").textValue()).isNotEqualTo("Subscription creation");
        assertThat(masked.at("/cancellation_details/comment").textValue()).isNotEqualTo("zoe");
        assertThat(masked.at("/cancellation_details/feedback").textValue()).isEqualTo("too_expensive");
    }
}
