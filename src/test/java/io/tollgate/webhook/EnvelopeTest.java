package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.inbox.Envelope;
import io.tollgate.inbox.NotAnEvent;
import io.tollgate.inbox.VerifiedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static VerifiedEvent read(String payload) {
        return Envelope.read(payload.getBytes(StandardCharsets.UTF_8)).toEvent("default", new byte[0], Instant.EPOCH);
    }

    /** With more members after id and type. */
    private static VerifiedEvent with(String members) {
        return read("{\"id\":\"evt_1\",\"type\":\"a.b\"," + members + "}");
    }

    @Test
    void readsASnapshotEvent() {
        VerifiedEvent event = with("""
                "object":"event","api_version":"2025-01-27.acacia","account":"acct_1","created":1767225600,"livemode":true,
                "data":{"previous_attributes":{"id":"no"},"object":{"metadata":{"id":"no"},"id":"pi_1"}},"request":{"id":"no"}""");

        assertThat(event)
                .extracting("id", "type", "apiVersion", "account", "created", "livemode", "objectId")
                .containsExactly("evt_1", "a.b", "2025-01-27.acacia", "acct_1", 1767225600L, true, "pi_1");
    }

    @Test
    void readsAThinEvent() {
        VerifiedEvent event = with(
                "\"created\":\"2024-09-17T06:20:52.246Z\",\"livemode\":false,\"related_object\":{\"id\":\"mtr_1\"}");

        assertThat(event).extracting("created", "livemode", "objectId").containsExactly(1726554052L, false, "mtr_1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"api_version\":null,\"account\":7,\"livemode\":null,\"data\":[{\"object\":{\"id\":\"x\"}}]",
                "\"created\":null,\"data\":{\"object\":\"pi_1\"},\"related_object\":null,\"account\":{\"id\":1}",
                "\"data\":{\"object\":{\"id\":{\"id\":\"x\"}}},\"account\":[]",
                "\"data\":{\"object\":{\"id\":\"a\\tb\"}},\"account\":\"a\\u0000\",\"api_version\":\"\\udc00\""
            })
    void leavesOutWhatHasAnotherShape(String members) {
        assertThat(with(members))
                .extracting("apiVersion", "account", "created", "livemode", "objectId")
                .containsOnlyNulls();
    }

    @Test
    void leavesOutALabelThatIsTooLong() {
        String longest = "x".repeat(250);

        assertThat(with("\"account\":\"" + longest + "\"").account()).isEqualTo(longest);
        assertThat(with("\"account\":\"" + longest + "x\"").account()).isNull();
    }

    @Test
    void ofAKeyThatComesTwiceTheLastOneCounts() {
        assertThat(with("\"type\":\"c.d\"").type()).isEqualTo("c.d");
        assertThat(with("\"data\":{\"object\":{\"id\":\"pi_1\"}},\"data\":{}").objectId())
                .isNull();
    }

    @Test
    void readsIdsAndTypesUpTo250Characters() {
        String id = "evt_" + "a".repeat(250);
        String type = "t".repeat(250);

        assertThat(read("{\"id\":\"" + id + "\",\"type\":\"" + type + "\"}"))
                .extracting("id", "type")
                .containsExactly(id, type);
        assertNoEvent("{\"id\":\"" + id + "a\",\"type\":\"a\"}");
        assertNoEvent("{\"id\":\"evt_1\",\"type\":\"" + type + "t\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{",
                "{}",
                "{\"id\":\"evt_1\"}",
                "{\"type\":\"a\"}",
                "{\"id\":\"evt_1\",\"type\":\"\"}",
                "{\"id\":\"evt_\",\"type\":\"a\"}",
                "{\"id\":\"pi_1\",\"type\":\"a\"}",
                "{\"id\":\"evt_1\\n\",\"type\":\"a\"}",
                "{\"id\":\"evt_é\",\"type\":\"a\"}",
                "{\"id\":7,\"type\":\"a\"}",
                "{\"id\":\"evt_1\",\"type\":\"a\\u0000\"}",
                "{\"id\":\"evt_1\",\"type\":\"a\\n\"}",
                "{\"id\":\"evt_1\",\"type\":\"\\ud800\"}",
                "{\"id\":\"evt_1\",\"type\":\"a\"}{}",
                "{\"id\":\"evt_1\",\"type\":\"a\"} x",
                "{\"id\":\"evt_1\",\"type\":\"a\",}",
                "{\"id\":\"evt_1\",\"type\":\"a\",\"x\":{\"y\":tru}}",
                "{\"id\":\"evt_1\",\"type\":\"a\",\"data\":{\"object\":{\"id\":\"x\"}",
                "{'id':'evt_1','type':'a'}",
                "\ufeff{\"id\":\"evt_1\",\"type\":\"a\"}"
            })
    void refusesWhatIsNoEvent(String payload) {
        assertNoEvent(payload);
    }

    @Test
    void refusesNestingWithoutEnd() {
        assertNoEvent("{\"id\":\"evt_1\",\"type\":\"a\",\"data\":" + "[".repeat(100_000));
    }

    @Test
    void keepsNulInWhatItDoesNotRead() {
        assertThat(with("\"data\":{\"object\":{\"id\":\"pi_1\",\"description\":\"\\u0000\\ud800\"}}")
                        .objectId())
                .isEqualTo("pi_1");
    }

    private static void assertNoEvent(String payload) {
        assertThatThrownBy(() -> read(payload)).isInstanceOf(NotAnEvent.class);
    }
}
