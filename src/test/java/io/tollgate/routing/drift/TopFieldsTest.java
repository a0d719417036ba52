package io.tollgate.routing.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.inbox.Seen.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopFieldsTest {
    private static Set<String> unknown(String type, String payload) {
        return new TopFields().unknown(new Body("evt_1", type, payload.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void ofAnEventAndOfItsObjectAndOfNothingBelow() {
        assertThat(
                        unknown(
                                "charge.refunded",
                                "{\"id\":1,\"origin\":2,\"data\":{\"new\":1,\"object\":{\"object\":\"charge\",\"amount\":1,\"level4\":{\"x\":1}}}}"))
                .containsExactly("charge.level4", "origin");
    }

    @Test
    void whatOlderApiVersionsHadIsKnown() {
        assertThat(unknown("invoice.paid", "{\"data\":{\"object\":{\"object\":\"invoice\",\"charge\":\"ch_1\"}}}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2020-08-27/"})
    void theSamplesHaveNoneThatNobodyKnows(String version) throws IOException {
        Path samples = Path.of("src/main/resources/samples");
        for (var type : new ObjectMapper()
                .readTree(samples.resolve("index.json").toFile())
                .path("types")
                .properties()) {
            String file = version + type.getValue().path("sample").textValue() + ".json";
            assertThat(unknown(type.getKey(), Files.readString(samples.resolve(file))))
                    .as(type.getKey())
                    .isEmpty();
        }
    }

    @Test
    void ofAnObjectThatIsNotWhatTheTypeSaysNothingIsSaid() {
        assertThat(unknown("invoice.paid", "{\"data\":{\"object\":{\"object\":\"charge\",\"level4\":1}}}"))
                .isEmpty();
        assertThat(unknown("order.shipped", "{\"data\":{\"object\":{\"object\":\"order\",\"level4\":1}}}"))
                .isEmpty();
        assertThat(unknown("charge.refunded", "{\"data\":{\"object\":\"none\"}}"))
                .isEmpty();
        assertThat(unknown("charge.refunded", "[]")).isEmpty();
    }

    @Test
    void whatDoesNotLookLikeAFieldOfStripesIsNotRepeated() {
        assertThat(unknown("charge.refunded", "{\"a b\":1,\"jenny@example.com\":1,\"" + "x".repeat(101) + "\":1}"))
                .isEmpty();
    }
}
