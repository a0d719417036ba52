package io.tollgate.webhook;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.inbox.Envelope;
import io.tollgate.inbox.NotAnEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;

/** Whatever the body: it is refused, or a flow reads the same of it as the inbox stores. */
class EnvelopeFuzzTest {
    /** Started by the first run: what is loaded before Jazzer comes is not seen by it. */
    private static FlowsReading flows;

    @AfterAll
    static void stop() throws Exception {
        if (flows != null) {
            flows.close();
        }
    }

    @DictionaryEntries({
        "\"id\":",
        "\"evt_1\"",
        "\"type\":",
        "\"livemode\":",
        "\"created\":",
        "\"account\":",
        "\"api_version\":",
        "\"data\":",
        "\"object\":",
        "\"related_object\":",
        "true",
        "false",
        "null",
        "\\u0000",
        "\\ud800",
        "\\u202e",
        "2024-09-17T06:20:52.246Z",
        "1e3",
        "9223372036854775808",
        "{\"id\":\"evt_1\",\"type\":\"a\"}",
        "\\u0069d"
    })
    @FuzzTest(maxDuration = "10m")
    void isRefusedOrReadTheSameByAFlow(byte[] payload) throws Exception {
        if (!isUtf8(payload)) {
            return;
        }
        if (flows == null) {
            flows = new FlowsReading();
        }
        Envelope envelope;
        try {
            envelope = Envelope.read(payload);
        } catch (NotAnEvent e) {
            return;
        }
        flows.agreesWith(envelope, payload);
    }

    private static boolean isUtf8(byte[] payload) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
