package io.tollgate.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PersonalData stripe = new PersonalData(List.of("stripe-objects"));

    private static String masked(String json, String... paths) {
        return masked(new PersonalData(List.of(paths)), json);
    }

    private static String masked(PersonalData data, String json) {
        return new String(data.mask(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsNotMaskedStaysByteForByte() {
        String json =
                "{ \"amount\" : 1.50e+400,\"big\":123456789012345678901234567890, \"b\":-0.0,\r\n\t\"name\":\"Zo\\u00eb \\\"Z\\\"\" ,"
                        + "\"sign\":\"\\u0026 \\/ ë 🎻\", \"name\":7, \"list\":[ 1,2 ,{}], \"none\":null}\n";

        assertThat(masked(json, "name"))
                .isEqualTo(
                        json.replace("\"Zo\\u00eb \\\"Z\\\"\"", "\"•••\"").replace("\"name\":7", "\"name\":\"•••\""));
        assertThat(masked(json, "other")).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "email             | {'a':{'b':[{'email':#}]},'email':#,'emails':1}",
                "**.email          | {'a':{'email':#},'email':#,'e':1}",
                "Pay.Address.*     | {'pay':{'address':{'line1':#,'geo':{'lat':#}},'kind':1},'address':{'line1':1}}",
                "pay.**            | {'p':{'pay':{'a':#,'list':[#,{'b':#}]}},'pay':1}",
                "person            | {'x':{'person':{'id':'person_1A','object':'person','dob':{'day':#},'dead':#}},'q':1}",
                "*_name            | {'first_name':#,'MAIDEN_NAME':#,'named':1,'name':1}",
                "a.*.c             | {'a':{'b':{'c':#},'c':1},'c':1}",
                "codes             | {'codes':[[#],[#,#],[]],'q':[1]}"
            })
    void aPathHoldsWhereverItEnds(String path, String form) {
        String json = form.replace('\'', '"');

        for (String value : List.of("\"Zoe\"", "7", "true", "-1.5e3", "\"\"")) {
            assertThat(masked(json.replace("#", value), path)).isEqualTo(json.replace("#", "\"•••\""));
        }
    }

    @Test
    void nullStaysNullAndAnObjectThatIsHiddenSaysWhichItIs() {
        assertThat(masked(
                        "{\"person\":{\"id\":\"person_1A\",\"object\":\"person\",\"name\":null,\"x\":{\"id\":\"Zoe\",\"object\":\"Zoe\"},\"ids\":[\"person_2\"]}}",
                        "person"))
                .isEqualTo(
                        "{\"person\":{\"id\":\"person_1A\",\"object\":\"person\",\"name\":null,\"x\":{\"id\":\"•••\",\"object\":\"•••\"},\"ids\":[\"•••\"]}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoe@example.net", "for zoe@example.net, Berlin", "zoe\\u0040example.net", "Ze@b"})
    void aMailsAddressIsHiddenWhereverItStands(String text) {
        assertThat(masked("{\"x\":[\"" + text + "\"],\"y\":\"2 @ 5 EUR\",\"z\":\"@\"}", "nothing"))
                .isEqualTo("{\"x\":[\"•••\"],\"y\":\"2 @ 5 EUR\",\"z\":\"@\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "zoe",
                "{\"name\":\"Zoe\"",
                "{\"a\":1}}",
                "{\"name\":\"Zoe\" \"b\":1}",
                "\"\\",
                "<html>Zoe</html>",
                "{\"a\":NaN}"
            })
    void whatIsNoJsonIsMaskedAsAWhole(String text) {
        assertThat(masked(text, "name")).isEqualTo("\"•••\"");
    }

    @Test
    void otherBytesThanUtf8AreMaskedAsAWhole() {
        PersonalData data = new PersonalData(List.of("name"));

        for (byte[] bytes : List.of(
                "{\"name\":\"Zoe\"}".getBytes(StandardCharsets.UTF_16LE),
                "{\"name\":\"Zoe\"}".getBytes(StandardCharsets.UTF_16),
                "{\"other\":\"Zoë\"}".getBytes(StandardCharsets.ISO_8859_1),
                new byte[] {(byte) 0xff, (byte) 0xfe, 0})) {
            assertThat(data.mask(bytes)).asString(StandardCharsets.UTF_8).isEqualTo("\"•••\"");
        }
    }

    @Test
    void aTextAtTheTopIsAnEventToo() {
        assertThat(masked("[{\"name\":\"Zoe\"},5]", "name")).isEqualTo("[{\"name\":\"•••\"},5]");
        assertThat(masked("\"Zoe\"", "name")).isEqualTo("\"Zoe\"");
    }

    @Test
    void isAsDeepAsEventsMayBe() {
        String deep = "{\"a\":".repeat(498) + "{\"name\":\"Zoe\"}" + "}".repeat(498);
        assertThat(masked(deep, "name")).isEqualTo(deep.replace("Zoe", "•••"));

        String lists = "{\"person\":" + "[".repeat(498) + "\"Zoe\"" + "]".repeat(498) + ",\"b\":1}";
        assertThat(masked(lists, "person")).isEqualTo(lists.replace("Zoe", "•••"));

        String tooDeep = "[".repeat(5000) + "]".repeat(5000);
        assertThat(masked(tooDeep, "name")).isEqualTo("\"•••\"");
    }

    @Test
    void tenMegabytesOfStrangeFieldsAreMasked() {
        StringBuilder json = new StringBuilder("{\"email\":\"" + "z".repeat(5 << 20) + "\"");
        for (int i = 0; json.length() < 10 << 20; i++) {
            json.append(",\"k").append(i).append("\":{\"name\":\"Zoe\"}");
        }
        byte[] payload = json.append('}').toString().getBytes(StandardCharsets.UTF_8);

        String copy = new String(stripe.mask(payload), StandardCharsets.UTF_8);

        assertThat(copy).doesNotContain("Zoe", "zz").startsWith("{\"email\":\"•••\",\"k0\":{\"name\":\"•••\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "**", "a.**.b", "a..b", "a b", ".a", "a."})
    void refusesWhatIsNoPath(String path) {
        assertThatThrownBy(() -> new PersonalData(List.of(path)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + path.strip() + "' is no path of a field");
    }

    static Stream<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources/samples"))) {
            return files
                    .filter(file -> file.toString().endsWith(".json") && !file.endsWith("index.json"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noSampleOfEitherVersionSaysWhoItIsAbout(Path file) throws IOException {
        String sample = Files.readString(file);

        String copy = masked(stripe, sample);

        assertThat(copy)
                .doesNotContainIgnoringCase(
                        "Åkesson", "Sören", "soren@", "Ångbåtsbron", "211 20", "\"4242\"", "invoice.stripe.com");
        JsonNode before = JSON.readTree(sample);
        JsonNode after = JSON.readTree(copy);
        for (String kept : List.of(
                "/id",
                "/type",
                "/created",
                "/api_version",
                "/data/object/id",
                "/data/object/object",
                "/data/object/amount",
                "/data/object/status",
                "/data/object/customer",
                "/data/object/currency")) {
            assertThat(after.at(kept)).as(kept).isEqualTo(before.at(kept));
        }
    }

    @Test
    void objectsOfConnectAndOfOtherYearsAreHidden() throws IOException {
        String json = """
                {"id":"evt_1","object":"event","api_version":"2014-06-17","type":"account.updated","data":{
                 "object":{"id":"acct_1","object":"account","email":"zoe@example.net","business_name":"Zoe Ltd","individual":{"id":"person_1","object":"person",
                   "first_name":"Zoe","dob":{"day":31,"month":12,"year":1984},"id_number_provided":true},
                   "legal_entity":{"first_name":"Zoe","personal_address":{"line1":"Zoe Road"},"additional_owners":[{"last_name":"Zoe"}]},
                   "company":{"name":"Zoe Ltd","address":{"city":"Zoetown"},"phone":"+49 Zoe"},
                   "external_accounts":{"object":"list","data":[{"id":"ba_1","object":"bank_account","account_holder_name":"Zoe","last4":"Zoe1","routing_number":"Zoe2","fingerprint":"Zoe3","currency":"eur"}]},
                   "tos_acceptance":{"date":1,"ip":"Zoe","user_agent":"Zoe"},"cards":{"data":[{"id":"card_1","name":"Zoe","address_line1":"Zoe","address_zip":"Zoe","last4":"Zoe","exp_month":"Zoe"}]},
                   "default_source":{"owner":{"verified_name":"Zoe","address":{"city":"Zoe"}},"sepa_debit":{"last4":"Zoe","iban":"Zoe"}},
                   "latest_charge":{"id":"ch_1","payment_method_details":{"card":{"brand":"visa","exp_year":"Zoe","iin":"Zoe","last4":"Zoe","fingerprint":"Zoe"}},"receipt_url":"https://Zoe"},
                   "shipping":{"name":"Zoe","carrier":"Zoe","address":{"city":"Zoe"}},"customer_tax_ids":[{"type":"eu_vat","value":"Zoe"}]},
                 "previous_attributes":{"email":"zoe@example.org","individual":{"last_name":"Zoe"},"billing_details":{"address":{"line1":"Zoe"}}}}}""";

        String copy = masked(stripe, json);

        assertThat(copy).doesNotContainIgnoringCase("zoe").doesNotContain("1984", "31");
        assertThat(copy)
                .contains(
                        "\"id\":\"person_1\"",
                        "\"id\":\"ba_1\"",
                        "\"currency\":\"eur\"",
                        "\"brand\":\"visa\"",
                        "\"date\":1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "receipt_email",
                "customer_phone",
                "first_name_kana",
                "account_holder_name",
                "address_line1",
                "dynamic_last4",
                "last4",
                "exp_month",
                "iban",
                "account_number",
                "tax_id",
                "customer_purchase_ip",
                "raw_address",
                "dob",
                "surname",
                "vpa",
                "payer_id",
                "client_secret",
                "hosted_invoice_url",
                "client_reference_id",
                "business_vat_id",
                "sex"
            })
    void theListOfStripesObjectsHasIt(String field) {
        assertThat(masked(stripe, "{\"data\":{\"object\":{\"" + field + "\":\"Zoe\"}}}"))
                .isEqualTo("{\"data\":{\"object\":{\"" + field + "\":\"•••\"}}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "object",
                "amount",
                "currency",
                "status",
                "type",
                "created",
                "livemode",
                "customer",
                "brand",
                "network",
                "number",
                "preference",
                "display_preference",
                "decline_code",
                "failure_message",
                "collection_method",
                "current_period_end",
                "quantity",
                "interval",
                "receipt_number",
                "payment_method",
                "api_version"
            })
    void theListLeavesWhatTellsWhatHasHappened(String field) {
        String json = "{\"data\":{\"object\":{\"" + field + "\":\"zoe\"}}}";
        assertThat(masked(stripe, json)).isEqualTo(json);
    }

    /** What is kept of a failed attempt has none of it, but for words that are too short to say something. */
    @ParameterizedTest
    @MethodSource("samples")
    void noErrorRepeatsIt(Path file) throws IOException {
        byte[] payload = Files.readAllBytes(file);
        List<JsonNode> before = leaves(JSON.readTree(payload)).toList();
        List<JsonNode> after = leaves(JSON.readTree(stripe.mask(payload))).toList();
        int personal = 0;
        for (int i = 0; i < before.size(); i++) {
            String value = before.get(i).asText();
            if (!before.get(i).equals(after.get(i))) {
                personal++;
                String said =
                        Reason.of(new IllegalStateException("No row for " + value + " is to be had"), List.of(payload));
                Stream.of(value.split("[^\\p{L}\\p{M}\\p{N}_]+"))
                        .filter(word -> !word.matches("[a-z_]{2,3}|[0-9]{2,3}|.?"))
                        .forEach(word -> assertThat(said).doesNotContain(word));
            }
        }
        assertThat(personal).isPositive();
    }

    private static Stream<JsonNode> leaves(JsonNode node) {
        Stream<JsonNode> children =
                Stream.iterate(node.elements(), i -> i.hasNext(), i -> i).map(i -> i.next());
        return node.isContainerNode() ? children.flatMap(PersonalDataTest::leaves) : Stream.of(node);
    }

    @Test
    void aThinEventKeepsWhatItPointsTo() {
        String json =
                "{\"id\":\"evt_test_1\",\"object\":\"v2.core.event\",\"type\":\"v2.core.account.updated\",\"context\":\"acct_1\","
                        + "\"related_object\":{\"id\":\"acct_1\",\"type\":\"v2.core.account\",\"url\":\"/v2/core/accounts/acct_1\"},\"data\":{}}";
        assertThat(masked(stripe, json)).isEqualTo(json);

        assertThat(masked(
                        stripe,
                        json.replace(
                                "{}",
                                "{\"identity\":{\"individual\":{\"given_name\":\"Zoe\"}},\"contact_email\":\"z\"}")))
                .isEqualTo(json.replace(
                        "{}", "{\"identity\":{\"individual\":{\"given_name\":\"•••\"}},\"contact_email\":\"•••\"}"));
    }

    @Test
    void aTextOfSomebodyElseLosesWhatThePayloadSays() {
        byte[] payload = "{\"customer\":\"Zoe Ångström\",\"amount\":4711}".getBytes(StandardCharsets.UTF_8);

        assertThat(PersonalData.mask("{\"error\":\"No customer Zoe Ångström, 4711, x@example.net\"}", payload))
                .startsWith("{\"error\":\"No ")
                .doesNotContain("Zoe", "Ångström", "4711", "x@", "example");
        assertThat(PersonalData.mask("No customer Zoe", null)).isEqualTo("•••");
        assertThat(PersonalData.mask(null, payload)).isNull();
    }
}
