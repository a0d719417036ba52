package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.RawHttp;
import io.tollgate.support.Signatures;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** What is read of a body that is too large, counted by the server itself. */
class BodyLimitTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int TOTAL = 64 * MEBIBYTE;
    private static final int CHUNK = 1 << 16;

    private static final BytesRead BYTES_READ = new BytesRead();
    private static Ingress ingress;

    private static class BytesRead extends ValveBase {
        private final Queue<Long> counts = new ConcurrentLinkedQueue<>();

        BytesRead() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            org.apache.coyote.Request raw = request.getCoyoteRequest();
            getNext().invoke(request, response);
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new AtTheEnd(() -> counts.add(raw.getBytesRead())));
            } else if (!request.isAsync()) {
                counts.add(raw.getBytesRead());
            }
        }
    }

    private record AtTheEnd(Runnable action) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            action.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    @BeforeAll
    static void start() {
        WebServerFactoryCustomizer<TomcatServletWebServerFactory> counting =
                factory -> factory.addEngineValves(BYTES_READ);
        ingress = Ingress.startWith(counting);
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @BeforeEach
    void countFromZero() {
        BYTES_READ.counts.clear();
    }

    @Test
    void ofAnAnnouncedLengthThatIsRefusedLittleIsRead() throws Exception {
        RawHttp.Answer answer =
                RawHttp.send(ingress.port(), head("Content-Length: " + TOTAL), new byte[CHUNK], TOTAL / CHUNK);

        assertRefused(answer);
        // 64 KB and what was in the connection's buffer
        await().untilAsserted(() -> assertThat(BYTES_READ.counts)
                .singleElement()
                .satisfies(read -> assertThat(read).isLessThan(RefusedBody.MOST + 20_000L)));
    }

    @Test
    void readsNoMoreThanTheLimitOfAChunkedBody() throws Exception {
        byte[] chunk =
                (Integer.toHexString(CHUNK) + "\r\n" + "x".repeat(CHUNK) + "\r\n").getBytes(StandardCharsets.US_ASCII);

        RawHttp.Answer answer = RawHttp.send(ingress.port(), head("Transfer-Encoding: chunked"), chunk, TOTAL / CHUNK);

        assertRefused(answer);
        // one buffer of the connection more, at the most; a connection of before may end late, and has read nothing
        await().untilAsserted(() -> assertThat(BYTES_READ.counts)
                .filteredOn(read -> read > 0)
                .singleElement()
                .satisfies(read -> assertThat(read).isBetween((long) MEBIBYTE, MEBIBYTE + 20_000L)));
    }

    private void assertRefused(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(answer.body()).contains("\"status\":413").contains("tollgate.webhook.max-body");
        assertThat(answer.sent()).as("the client could not send it all").isLessThan(TOTAL / 2);
    }

    @Test
    void aClientThatAsksFirstIsToldBeforeItSends() throws Exception {
        RawHttp.Answer answer = RawHttp.send(ingress.port(), head("Expect: 100-continue\r\nContent-Length: " + TOTAL));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.continued()).isFalse();
    }

    @Test
    void acceptsABodyOfExactlyTheLimit() throws Exception {
        String id = Ingress.newId();
        String event = Ingress.event(id);
        String padded = event + " ".repeat(MEBIBYTE - event.length());

        HttpResponse<String> fits = ingress.postSigned(padded);
        HttpResponse<String> tooLong = ingress.postSigned(padded + " ");

        assertThat(fits.statusCode()).isEqualTo(200);
        assertThat(ingress.stored(id)).isEqualTo(1);
        assertThat(tooLong.statusCode()).isEqualTo(413);
    }

    /** Whatever is accepted as a setting has room for the largest body, however it comes. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 200000", "Transfer-Encoding: chunked"})
    void theLeastRoomIsEnoughForTheLargestBody(String encoding) throws Exception {
        try (Ingress small =
                Ingress.start("tollgate.webhook.max-body=200000B", "tollgate.webhook.in-flight-size=400000B")) {
            String event = Ingress.event(Ingress.newId());
            String body = event + " ".repeat(200_000 - event.length());
            String head = "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nStripe-Signature: "
                    + Signatures.sign(body, Ingress.SECRET, Instant.now()) + "\r\n" + encoding + "\r\n\r\n";
            String sent = encoding.contains("chunked")
                    ? Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n"
                    : body;

            RawHttp.Answer answer = RawHttp.send(
                    small.port(),
                    head.getBytes(StandardCharsets.US_ASCII),
                    sent.getBytes(StandardCharsets.US_ASCII),
                    1);

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        }
    }

    private static byte[] head(String header) {
        return ("POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nStripe-Signature: t=1,v1=aa\r\n" + header
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
