package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which options of an address are written as RAW, so that Camel decodes nothing of a setting. */
class LiteralSettingsTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "plus", "a+b",
            "and", "a&b=c",
            "enc", "a%2Fb",
            "paren", "a+(b)",
            "braces", "{\"a\":\"+)\"}",
            "raw", "RAW(x&y)",
            "bean", "#other",
            "percent", "100%Finance",
            "plain", "bob",
            "host", "h+1");

    private static String filled(String text) {
        return Pattern.compile("\\{\\{([^{}:?]+)(?::([^{}]*))?}}")
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(SETTINGS.getOrDefault(
                        found.group(1), found.group(2) == null ? found.group() : found.group(2))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "smtp:{{host}}?to={{plus}}&x=1 | smtp:{{host}}?to=RAW(a+b)&x=1",
                "smtp:h?to={{and}}&password={{enc}} | smtp:h?to=RAW(a&b=c)&password=RAW(a%2Fb)",
                "smtp:h?to=x,{{plus}},{{plain}} | smtp:h?to=RAW(x,a+b,bob)",
                "smtp:h?to={{paren}} | smtp:h?to=RAW{a+(b)}",
                "smtp:h?to={{braces}} | smtp:h?to=RAW({\"a\":\"+)\"})",
                "smtp:h?to={{nope:a+b}} | smtp:h?to=RAW(a+b)",
                "smtp:h?to={{plain}}&from={{percent}} | smtp:h?to={{plain}}&from={{percent}}",
                "sql:x?dataSource={{bean}}&a={{raw}}&b=RAW({{plus}}) | sql:x?dataSource={{bean}}&a={{raw}}&b=RAW({{plus}})",
                "http:h?x=team%20text-{{plus}} | http:h?x=team%20text-{{plus}}",
                "jms:queue:a?{{?optional}}&b={{?plus}} | jms:queue:a?{{?optional}}&b={{?plus}}",
                "jms:queue:{{plus}} | jms:queue:{{plus}}",
                "jms:queue:{{x?y&z}}?a=1 | jms:queue:{{x?y&z}}?a=1",
                "jms:queue:a?x={{unknown}} | jms:queue:a?x={{unknown}}",
                "jms:queue:a?x={{ | jms:queue:a?x={{",
                "jms:queue:a?x=}}&y={{plus}} | jms:queue:a?x=}}&y=RAW(a+b)",
            })
    void isWrittenSo(String address, String literal) {
        assertThat(LiteralSettings.in(address, LiteralSettingsTest::filled)).isEqualTo(literal);
    }

    @Test
    void aLongTextIsNoMatter() {
        String text = "x".repeat(100_000);

        assertThat(LiteralSettings.in("http:h?x=" + text + "{{plus}}", LiteralSettingsTest::filled))
                .isEqualTo("http:h?x=RAW(" + text + "a+b)");
    }
}
