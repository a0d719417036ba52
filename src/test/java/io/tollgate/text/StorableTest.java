package io.tollgate.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTest {
    private static final String[] PARTS = {
        "a",
        "\\",
        "\\\\",
        "\"",
        "u0000",
        "\\u0000",
        "\\uD83D",
        "\\ud83d",
        "\\ude00",
        "\\uDE00",
        "\0",
        "\uD83D",
        "\uDE00",
        "\uD83D\uDE00",
        "\\u00e9",
        "\\u",
        "\\u00",
        "\\uD8",
        "\\uff10",
        "\uFF10",
        "é",
        "\n"
    };

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "caf\u00e9 \uD83D\uDE80", "a\\u0000b", "C:\\users", "\\ud83d", "\uFFFD"})
    void textThatCanBeStoredIsTheSameObject(String text) {
        assertThat(Storable.text(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":\"caf\\u00e9 \\ud83d\\ude00 \\uD83D\\uDE00 \uD83D\uDE00\"}",
                "{\"a\":\"\\\\u0000 \\\\\\\\ud83d\"}",
                "{\"a\":\"\\\\\\\\\\\\u0000\"}",
                "no json \\u12",
                "\\"
            })
    void jsonThatCanBeStoredIsTheSameObject(String json) {
        assertThat(Storable.json(json)).isSameAs(json);
    }

    /** {@code N} is NUL, {@code H} and {@code L} are the halves of a pair, {@code ?} is U+FFFD, {@code P} is the pair. */
    @ParameterizedTest
    @CsvSource({
        "N, ?",
        "aNbNN, a?b??",
        "H, ?",
        "L, ?",
        "LH, ??",
        "HH, ??",
        "HP, ?P",
        "PL, P?",
        "HHL, ?P",
        "HNL, ???",
        "xHyL, x?y?",
        "\\H, \\?",
        "\\\\N, \\\\?"
    })
    void eachNulAndEachHalfIsOneReplacementCharacter(String text, String stored) {
        assertThat(Storable.text(units(text))).isEqualTo(units(stored));
        assertThat(Storable.json(units(text))).isEqualTo(units(stored));
    }

    @ParameterizedTest
    @CsvSource({
        "\\u0000, ?",
        "\\uD83D, ?",
        "\\ud83d, ?",
        "\\uDe00, ?",
        "a\\ude00\\ud83d!, a??!",
        "\\ud83d\\ud83d\\ude00, ?\\ud83d\\ude00",
        "\\ud83dL, P",
        "H\\ude00, P",
        "\\ud83d\\u0000\\ude00, ???",
        "\\ud83d\\n\\ude00, ?\\n?",
        "\\ud83d\\\\ude00, ?\\\\ude00",
        "\\\\\\u0000, \\\\?",
        "\\\\u0000\\u0000, \\\\u0000?",
        "\\ud83d\\u00e9, ?\\u00e9",
        "\\ud83du, ?u"
    })
    void escapesOfJsonCountAsWhatTheyStandFor(String json, String stored) {
        assertThat(Storable.json(units(json))).isEqualTo(units(stored));
    }

    private static String units(String text) {
        return text.replace('N', '\0')
                .replace("P", "\uD83D\uDE00")
                .replace('H', '\uD83D')
                .replace('L', '\uDE00')
                .replace('?', '\uFFFD');
    }

    /** Whatever JSON it is, its value is what mending the value gives, and mending again changes nothing. */
    @Test
    void theMendedJsonHasTheMendedValue() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Random random = new Random(18);
        for (int i = 0; i < 200_000; i++) {
            String inside = IntStream.range(0, random.nextInt(7))
                    .mapToObj(n -> PARTS[random.nextInt(PARTS.length)])
                    .reduce("", String::concat);
            String text = "\"" + inside + "\"";
            String mended = Storable.json(text);
            assertThat(Storable.json(mended)).isSameAs(mended);
            assertThat(Storable.text(mended)).isSameAs(mended);
            String value = valueOf(json, text);
            if (value != null) {
                assertThat(valueOf(json, mended)).as(text).isEqualTo(Storable.text(value));
            }
        }
    }

    private static String valueOf(ObjectMapper json, String text) {
        try {
            // a NUL as it is has no place in JSON, and Jackson is lenient about nothing else here
            return text.indexOf('\0') >= 0 || text.indexOf('\n') >= 0 ? null : json.readValue(text, String.class);
        } catch (java.io.IOException e) {
            return null;
        }
    }
}
