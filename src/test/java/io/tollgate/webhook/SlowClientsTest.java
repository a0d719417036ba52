package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.Signatures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A gateway with four threads and room for eight bodies, and clients that let it wait. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SlowClientsTest {
    private static final int THREADS = 4;
    private static final int BODIES = 8;
    private static final String POST = "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\n";
    private static final String FORM = "Stripe-Signature: t=1,v1=aa\r\n";
    private static Ingress ingress;

    private final List<Socket> sockets = new ArrayList<>();
    private final String id = Ingress.newId();
    private final String event = Ingress.event(id);

    @BeforeAll
    static void start() {
        ingress = Ingress.start(
                "server.tomcat.threads.max=" + THREADS,
                "server.tomcat.connection-timeout=2s",
                "tollgate.webhook.in-flight=" + BODIES,
                "tollgate.webhook.in-flight-size=2MB",
                "tollgate.webhook.max-body=64KB",
                "tollgate.webhook.body-timeout=5s");
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        await("all is as before").until(() -> ingress.bean(Uploads.class).count() == 0);
    }

    /** Each of them would hold a thread if the container read, or swallowed, what does not come. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                POST + FORM + "Content-Length: 1000\r\n\r\n{",
                POST + FORM + "Content-Length: 60000\r\n\r\n{",
                POST + FORM + "Transfer-Encoding: chunked\r\n\r\n5\r\n{",
                POST + FORM + "Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n",
                POST + "Content-Length: 1000\r\n\r\n{",
                POST + "Transfer-Encoding: chunked\r\n\r\n5\r\n{",
                POST + FORM + "Content-Length: 100000\r\n\r\n{",
                "GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
                "GET /livez HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
                "GET /livez HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
                "HEAD /readyz HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5;",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;",
                "PUT /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
                "POST /%zz HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
                "POST /error HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
                "TRACE /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
                "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nTransfer-Encoding: nonsense\r\n\r\n{",
                "POST /webhooks/stripe HTTP/1.1\r\nContent-Length: 1000\r\n\r\n{",
                "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nExpect: nonsense\r\nContent-Length: 1000\r\n\r\n{",
                "POST /webhooks/stripe HTTP/3\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
                "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: upgrade\r\nContent-Length: 9\r\n\r\n{",
                "POST /webhooks/stripe HTTP/1.1\r\nHos"
            })
    void whatDoesNotComeHoldsNoThread(String beginning) throws Exception {
        for (int i = 0; i < 3 * BODIES; i++) {
            open(beginning);
        }

        // while heads of them still come in, another may have to give way to them, and is sent again
        await("the others are in").untilAsserted(() -> {
            long start = System.nanoTime();
            assertThat(ingress.postSigned(event).statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        });
    }

    @Test
    void aBodyThatComesLateIsStored() throws Exception {
        for (int i = 0; i < 3 * BODIES; i++) {
            open(POST + FORM + "Content-Length: 1000\r\n\r\n{");
        }
        Socket late = open(head(event));

        late.getOutputStream().write(event.getBytes(StandardCharsets.UTF_8));

        assertThat(statusOf(late)).isEqualTo(200);
        assertThat(ingress.stored(id)).isEqualTo(1);
    }

    @Test
    void aBodyInManyPiecesIsStoredAsItCame() throws Exception {
        String large = event + " ".repeat(50_000);
        Socket socket = open(head(large));
        for (int at = 0; at < large.length(); at += 1000) {
            socket.getOutputStream()
                    .write(large.substring(at, Math.min(at + 1000, large.length()))
                            .getBytes(StandardCharsets.UTF_8));
        }

        assertThat(statusOf(socket)).isEqualTo(200);
        assertThat(ingress.jdbc().queryForObject("SELECT payload FROM tollgate.inbox WHERE id = ?", byte[].class, id))
                .isEqualTo(large.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whoeverAsksFirstIsAskedForTheBody() throws Exception {
        Socket socket = open(head(event).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
        assertThat(statusOf(socket)).isEqualTo(100);

        socket.getOutputStream().write(event.getBytes(StandardCharsets.UTF_8));

        socket.getInputStream().readNBytes("\r\n".length());
        assertThat(statusOf(socket)).isEqualTo(200);
    }

    @Test
    void aBodyThatComesTooSlowlyIsAnswered408() throws Exception {
        assertThat(statusOf(open(POST + FORM + "Content-Length: 1000\r\n\r\n{")))
                .isEqualTo(408);
    }

    @Test
    void theOldestGivesWay() throws Exception {
        Socket oldest = open(POST + FORM + "Content-Length: 1000\r\n\r\n{");
        await().until(() -> ingress.bean(Uploads.class).count() == 1);
        for (int i = 0; i < BODIES; i++) {
            open(POST + FORM + "Content-Length: 1000\r\n\r\n{");
        }

        assertThat(statusOf(oldest)).isEqualTo(503);
    }

    @Test
    void whatWasRefusedIsAnsweredBeforeItsBodyComes() throws Exception {
        Socket socket = open(POST + "Content-Length: 1000\r\n\r\n");

        assertThat(statusOf(socket)).isEqualTo(400);
    }

    /** HTTP/1.0 has no chunks: a proxy in front may have read another length (RFC 9112, 6.1). */
    @Test
    void chunksOfHttp10AreRefused() throws Exception {
        String head = head(event)
                .replace("HTTP/1.1", "HTTP/1.0")
                .replaceFirst("Content-Length: [0-9]+", "Transfer-Encoding: chunked");
        Socket socket = open(head + Integer.toHexString(event.length()) + "\r\n" + event + "\r\n0\r\n\r\n");

        assertThat(statusOf(socket)).isEqualTo(400);
        assertThat(ingress.stored(id)).isZero();
    }

    @Test
    void aHeadHasADeadlineAsAWhole() throws Exception {
        Socket socket = open("POST /webhooks/stripe HTTP/1.1\r\n");
        long start = System.nanoTime();
        socket.setSoTimeout(500);
        int read = 0;
        while (read >= 0) {
            socket.getOutputStream().write("x".getBytes(StandardCharsets.US_ASCII));
            try {
                read = socket.getInputStream().read();
            } catch (java.net.SocketTimeoutException e) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            } catch (IOException e) {
                read = -1;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /actuator HTTP/1.1",
                "GET /actuator/health HTTP/1.1",
                "GET /actuator/prometheus HTTP/1.1",
                "GET /actuator;x/health/.. HTTP/1.1",
                "GET /%61ctuator/health HTTP/1.1",
                "GET /webhooks/../actuator/health HTTP/1.1",
                "GET http://localhost:8081/actuator/health HTTP/1.1",
                "GET /livez/ HTTP/1.1",
                "GET /livez;x HTTP/1.1",
                "POST /livez HTTP/1.1",
                "GET / HTTP/1.1",
                "GET /error HTTP/1.1",
                "GET /favicon.ico HTTP/1.1"
            })
    void thePublicPortHasNothingElse(String request) throws Exception {
        Socket socket = open(request + "\r\nHost: localhost:8081\r\n\r\n");

        assertThat(statusOf(socket)).isEqualTo(request.contains("livez;x") ? 200 : 404);
    }

    /** Whatever reads it would wait for it, keep all of it, and say in the log what is wrong with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /readyz HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2000000000\r\n",
                "GET /livez?stranger=%zz HTTP/1.1\r\nContent-Type: stranger\r\nContent-Length: 5\r\n",
                "HEAD /livez HTTP/1.1\r\nAccept: stranger/csv\r\nTransfer-Encoding: chunked\r\n"
            })
    void aProbeLooksAtNothingButItsPath(String request, CapturedOutput output) throws Exception {
        Socket socket = open(request + "Host: x\r\n\r\n");

        assertThat(statusOf(socket)).isEqualTo(200);
        assertThat(output).doesNotContain("stranger");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz"})
    void thePublicPortHasACopyOfTheProbes(String path) throws Exception {
        var answer = ingress.send(ingress.request(path));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(answer.headers().firstValue("Connection")).contains("close");
    }

    private static String head(String body) {
        return POST + "Stripe-Signature: " + Signatures.sign(body, Ingress.SECRET, Instant.now())
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n";
    }

    private Socket open(String beginning) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), ingress.port());
        sockets.add(socket);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Of the next answer: reads its status line, and what follows it of the head when it is 100. */
    private static int statusOf(Socket socket) throws IOException {
        String line =
                new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
        int status = Integer.parseInt(line.substring(line.length() - 3));
        if (status == 100) {
            socket.getInputStream().readNBytes(" \r\n".length());
        }
        return status;
    }
}
