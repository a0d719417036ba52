package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.Envelope;
import io.tollgate.inbox.NotAnEvent;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the inbox stores of an event is what a flow reads of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneReadingTest {
    private static final int EVENTS = 5_000;

    private FlowsReading flows;

    @BeforeAll
    void start() throws Exception {
        flows = new FlowsReading();
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
    }

    @Test
    void holdsForEachEventThatIsAccepted() {
        RandomEvents events = new RandomEvents(42);
        int accepted = 0;
        for (int i = 0; i < EVENTS; i++) {
            accepted += isAccepted(events.next()) ? 1 : 0;
        }
        assertThat(accepted).isBetween(EVENTS / 10, EVENTS * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"livemode\":true",
                "\"livemode\":null,\"created\":null",
                "\"created\":-9223372036854775808",
                "\"created\":\"2024-09-17T06:20:52.246Z\"",
                "\"data\":{\"object\":{\"id\":\"a\\tb\"}}",
                "\"data\":{\"object\":{\"id\":\"\u0085\"}}",
                "\"data\":{\"object\":{\"id\":\"\\u0000\\ud800\"}},\"account\":\"\\u202e\",\"api_version\":\"\u2028\"",
                "\"data\":{\"object\":{\"id\":7}},\"account\":7,\"api_version\":{}",
                "\"data\":\"jane\",\"related_object\":[1]"
            })
    void aLabelRefusesNoEvent(String members) {
        assertThat(isAccepted("{\"id\":\"evt_1\",\"type\":\"a.b\"," + members + "}"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"livemode\":\"true\"",
                "\"livemode\":\"yes\"",
                "\"livemode\":1",
                "\"livemode\":[true]",
                "\"created\":1e3",
                "\"created\":1.0",
                "\"created\":1.5",
                "\"created\":9223372036854775808",
                "\"created\":\"yesterday\"",
                "\"created\":\"1000\"",
                "\"created\":{}",
                "\"type\":\"a\\u202eb\"",
                "\"type\":\"a\\u2028b\""
            })
    void refusesWhatMeansOneThingHereAndAnotherThere(String members) {
        assertThat(isAccepted("{\"id\":\"evt_1\",\"type\":\"a.b\"," + members + "}"))
                .isFalse();
    }

    /** Numbers and names as long, and nesting as deep, as a flow's reader just takes them, and longer. */
    @ParameterizedTest
    @ValueSource(ints = {998, 1000, 1001, 50_000, 50_001, 60_000})
    void takesNothingThatIsTooMuchForAFlow(int size) {
        isAccepted("{\"id\":\"evt_1\",\"type\":\"a\",\"x\":" + "9".repeat(size) + "}");
        isAccepted("{\"id\":\"evt_1\",\"type\":\"a\",\"x\":0." + "9".repeat(size) + "}");
        isAccepted("{\"id\":\"evt_1\",\"type\":\"a\",\"x\":1e" + "9".repeat(size) + "}");
        isAccepted("{\"id\":\"evt_1\",\"type\":\"a\",\"" + "n".repeat(size) + "\":1}");
        isAccepted("{\"id\":\"evt_1\",\"type\":\"a\",\"" + "\\u006e".repeat(size) + "\":1}");
        isAccepted("{\"id\":\"evt_1\",\"type\":\"a\",\"x\":" + "[".repeat(size) + "]".repeat(size) + "}");
        isAccepted("{\"id\":\"evt_1\",\"type\":\"a\",\"x\":" + "{\"y\":".repeat(size) + "1" + "}".repeat(size) + "}");
    }

    /** Names that have the same hash in a table of names; a reader may take them for an attack on that table. */
    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 10})
    void aFlowReadsNamesThatCollide(int pairs) {
        String names = IntStream.range(0, 1 << pairs)
                .mapToObj(name -> IntStream.range(0, pairs)
                        .mapToObj(pair -> (name >> pair & 1) == 0 ? "Aa" : "B@")
                        .collect(Collectors.joining("", "\"", "\":1")))
                .collect(Collectors.joining(","));

        assertThat(isAccepted("{\"id\":\"evt_1\",\"type\":\"a\",\"data\":{" + names + "}}"))
                .isTrue();
    }

    private boolean isAccepted(String json) {
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        Envelope envelope;
        try {
            envelope = Envelope.read(payload);
        } catch (NotAnEvent e) {
            return false;
        }
        flows.agreesWith(envelope, payload);
        return true;
    }
}
