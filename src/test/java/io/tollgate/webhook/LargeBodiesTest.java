package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.RawHttp;
import io.tollgate.support.Signatures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A gateway that reads two large bodies at a time. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class LargeBodiesTest {
    private static final String STUCK =
            "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nStripe-Signature: t=1,v1=aa\r\nContent-Length: 500000\r\n\r\n";
    private static final int IN_FLIGHT_SIZE = 4 << 20;
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);
    private static Ingress ingress;

    @BeforeAll
    static void start() {
        ingress = Ingress.start(
                "tollgate.webhook.in-flight-size=" + IN_FLIGHT_SIZE + "B", "tollgate.webhook.in-flight=12");
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @Test
    void allHaveTheirTurn() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(10);
        try {
            List<Callable<HttpResponse<String>>> posts = IntStream.range(0, 30)
                    .<Callable<HttpResponse<String>>>mapToObj(i -> () -> postUntilItHasItsTurn(large()))
                    .toList();
            for (Future<HttpResponse<String>> post : senders.invokeAll(posts)) {
                assertThat(post.get().statusCode()).as(post.get().body()).isEqualTo(200);
            }
        } finally {
            senders.shutdownNow();
        }
    }

    /** As Stripe does, only sooner: on a processor that others use, also a sender that means it falls silent for a moment. */
    private static HttpResponse<String> postUntilItHasItsTurn(String body) throws Exception {
        HttpResponse<String> answer = ingress.postSigned(body);
        for (int again = 0; again < 3 && answer.statusCode() == 503; again++) {
            answer = ingress.postSigned(body);
        }
        return answer;
    }

    @Test
    void whatDoesNotComeKeepsNobodyWaitingForLong() throws Exception {
        List<Socket> stuck = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), ingress.port());
                socket.getOutputStream().write(STUCK.getBytes(StandardCharsets.US_ASCII));
                stuck.add(socket);
            }

            HttpResponse<String> answer = ingress.postSigned(large());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } finally {
            for (Socket socket : stuck) {
                socket.close();
            }
        }
    }

    /** More of them than there is place for, so that they end each other in all stages. */
    @Test
    void whoComesAndGoesLeavesNothingBehind(CapturedOutput output) throws Exception {
        ExecutorService strangers = Executors.newFixedThreadPool(32);
        try {
            List<Callable<Void>> visits = IntStream.range(0, 3000)
                    .<Callable<Void>>mapToObj(i -> () -> visit(i % 3))
                    .toList();
            for (Future<Void> visit : strangers.invokeAll(visits)) {
                visit.get();
            }
        } finally {
            strangers.shutdownNow();
        }

        Uploads uploads = ingress.bean(Uploads.class);
        await("all have ended").atMost(BODY_TIMEOUT.multipliedBy(2)).until(() -> uploads.count() == 0);
        await("no place is taken").until(() -> uploads.large().isIdle());
        InFlight inFlight = ingress.bean(InFlight.class);
        assertThat(inFlight.reserve(IN_FLIGHT_SIZE)).as("no byte is reserved").isTrue();
        inFlight.giveBack(IN_FLIGHT_SIZE);
        assertThat(output).doesNotContain("IllegalStateException");
    }

    /** They leave while they are asked for their body; whoever comes next must not meet what is left of them. */
    @Test
    void whoLeavesWhileItIsAskedHurtsNoOther(CapturedOutput output) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> visits = IntStream.range(0, 4000)
                    .<Callable<Void>>mapToObj(i -> LargeBodiesTest::leaveWhenAsked)
                    .toList();
            CompletableFuture<Void> strangers = CompletableFuture.runAsync(() -> invoke(threads, visits));
            int events = 0;
            while (!strangers.isDone() || events < 100) {
                RawHttp.Answer answer = sendAsStripeDoes(Ingress.event(Ingress.newId()));
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                events++;
            }
            strangers.get();
        } finally {
            threads.shutdownNow();
        }

        Uploads uploads = ingress.bean(Uploads.class);
        await("nothing is left")
                .until(() -> uploads.count() == 0 && uploads.large().isIdle());
        assertThat(output).doesNotContain("NullPointerException", "recycled");
        assertThat(output.getAll().lines().filter(line -> line.contains("ERROR")))
                .as("Tomcat's own words on an answer to nobody")
                .hasSizeLessThan(5);
    }

    /**
     * Again, when it was hung up on: with most of all connections taken by strangers, whose head was not read within a second is
     * taken for one of them.
     */
    private static RawHttp.Answer sendAsStripeDoes(String event) throws IOException {
        RawHttp.Answer answer = RawHttp.send(ingress.port(), inOnePiece(event));
        for (int again = 0; again < 3 && answer.status() == 0; again++) {
            answer = RawHttp.send(ingress.port(), inOnePiece(event));
        }
        return answer;
    }

    /** A body that comes with its head waits for nothing, so it has to give way to nobody. */
    private static byte[] inOnePiece(String event) {
        String head = "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nConnection: close\r\nStripe-Signature: "
                + Signatures.sign(event, Ingress.SECRET, Instant.now()) + "\r\nContent-Length: " + event.length();
        return (head + "\r\n\r\n" + event).getBytes(StandardCharsets.US_ASCII);
    }

    private static void invoke(ExecutorService threads, List<Callable<Void>> work) {
        try {
            threads.invokeAll(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Void leaveWhenAsked() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), ingress.port());
        socket.getOutputStream()
                .write(STUCK.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        // so that it ends with a reset
        socket.setSoLinger(true, 0);
        socket.close();
        return null;
    }

    private static Void visit(int depth) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ingress.port())) {
            socket.getOutputStream().write(STUCK.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[depth * 50_000]);
            socket.setSoTimeout(1 + 20 * depth);
            socket.getInputStream().read();
        } catch (IOException e) {
            // hung up on, or tired of waiting
        }
        return null;
    }

    private static String large() {
        return Ingress.event(Ingress.newId()) + " ".repeat(200_000);
    }
}
