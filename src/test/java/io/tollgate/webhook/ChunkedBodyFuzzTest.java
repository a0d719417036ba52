package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.support.RawHttp;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/**
 * Whatever stands where a chunked body should: the sender hears that it was wrong, what is answered with 200 is stored as
 * it was sent and nothing else is, and the next event is welcome. The inputs are what follows the head of the request; the
 * signature is that of the body in them.
 */
class ChunkedBodyFuzzTest {
    /** 0: closed without an answer. */
    private static final Set<Integer> ANSWERS = Set.of(0, 200, 400, 408, 413, 503);

    private static final String GOOD = "{\"id\":\"evt_good\",\"type\":\"a.b\"}";
    private static final int RUNS_BETWEEN_GOOD_EVENTS = 50;

    /** Started by the first run: what is loaded before Jazzer comes is not seen by it. */
    private static Ingress ingress;

    private static int runs;

    @AfterAll
    static void stop() {
        if (ingress != null) {
            ingress.close();
        }
    }

    @DictionaryEntries({
        "\\x0D\\x0A",
        "0\\x0D\\x0A\\x0D\\x0A",
        "0\\x0D\\x0A",
        "1f\\x0D\\x0A",
        "1F;a=b\\x0D\\x0A",
        "{\"id\":\"evt_1\",\"type\":\"a.b\"}",
        "\\x0A",
        "\\x0D",
        "Trailer: x\\x0D\\x0A",
        "0000",
        ";ext=\"\\\"\"",
        "-1",
        "ffffffff\\x0D\\x0A",
        "7fffffffffffffff\\x0D\\x0A",
        "Transfer-Encoding: chunked\\x0D\\x0A",
        "Content-Length: 1\\x0D\\x0A",
        "POST /webhooks/stripe HTTP/1.1\\x0D\\x0A\\x0D\\x0A"
    })
    @FuzzTest(maxDuration = "10m")
    void isStoredExactlyWhenItIsAnsweredSo(byte[] framed) throws Exception {
        if (ingress == null) {
            ingress = Ingress.start("logging.level.root=off", "logging.level.io.tollgate=off");
        }
        byte[] body = ChunkedBody.of(framed).orElse(new byte[0]);
        RawHttp.Answer answer = RawHttp.send(ingress.port(), request(body, framed));

        assertThat(answer.status()).isIn(ANSWERS);
        assertThat(answer.body()).as("a second answer").doesNotContain("HTTP/1.1 ");
        List<byte[]> stored = stored();
        if (answer.status() == 200) {
            assertThat(stored).hasSize(1);
            assertThat(stored.get(0)).isEqualTo(body);
            ingress.jdbc().update("DELETE FROM tollgate.inbox");
        } else {
            assertThat(stored).isEmpty();
        }
        if (runs++ % RUNS_BETWEEN_GOOD_EVENTS == 0) {
            takesAGoodOne();
        }
    }

    private static List<byte[]> stored() {
        return ingress.jdbc().queryForList("SELECT payload FROM tollgate.inbox", byte[].class);
    }

    private static void takesAGoodOne() throws Exception {
        assertThat(ingress.postSigned(GOOD).statusCode()).isEqualTo(200);
        assertThat(stored()).hasSize(1);
        ingress.jdbc().update("DELETE FROM tollgate.inbox");
    }

    private static byte[] request(byte[] body, byte[] framed) {
        String head =
                "POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                        + "Stripe-Signature: "
                        + SignatureHeader.sign(
                                body, Ingress.SECRET, Instant.now().getEpochSecond()) + "\r\n\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(framed);
        return request.toByteArray();
    }
}
