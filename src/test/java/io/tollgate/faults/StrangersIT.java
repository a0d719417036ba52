package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.faults.Strangers.Attack;
import io.tollgate.support.GatewayProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * 2,000 connections of people who know no secret, beside 50 signed events a second, each over a connection of its own;
 * the gateway has 256 MB of heap. The property {@code faults.attack-seconds} says how long each attack lasts.
 */
@Timeout(600)
class StrangersIT {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("faults.attack-seconds", 30));
    private static final int CONNECTIONS = 2000;
    private static final int PER_SECOND = 50;
    /** Connections of one who sends all that a processor can. */
    private static final int FLOOD = 64;

    private static final int MEBIBYTE = 1 << 20;
    private static final int AGAIN = 2;
    private static final Attack NOBODY = new Attack(new byte[0], new byte[0], 1000, 0, 0);

    /** A machine that others use needs longer. */
    private static final int P99_MILLIS = Integer.getInteger("faults.p99-millis", 250);

    private static final long READINESS_MILLIS = 4L * P99_MILLIS;
    private static final String HEAD = "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nStripe-Signature: t=1,v1=aa\r\n";
    private static final Figures FIGURES = new Figures(
            "strangers",
            "attack",
            "connections opened",
            "standing at the end",
            "good events",
            "answered 200 (%)",
            "p50 (ms)",
            "p99 (ms)",
            "readiness at most (ms)",
            "log lines");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void nobodyNoticesThem(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        GatewayProcess gateway =
                new GatewayProcess(directory).withJvm(List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
        gateway.start();
        try {
            attack(gateway, "none, to get warm", 0, NOBODY);
            double before = attack(gateway, "none", 0, NOBODY);
            attack(gateway, "slow bodies", CONNECTIONS, slowBodies());
            attack(gateway, "endless chunks", CONNECTIONS, endlessChunks());
            attack(gateway, "large bodies", CONNECTIONS, largeBodies());
            attack(gateway, "bodies that never come", CONNECTIONS, unsignedBodies());
            attack(gateway, "slow heads", CONNECTIONS, slowHeads());
            attack(gateway, "slow readers", CONNECTIONS, slowReaders());
            attack(gateway, "trailers", CONNECTIONS, trailers());
            attack(gateway, "flood of wrong signatures", FLOOD, wrongSignatures());
            attack(gateway, "flood of large bodies, unsigned", FLOOD, unsignedLargeBodies());
            double after = attack(gateway, "none any more", 0, NOBODY);
            assertThat(after).as("as before, %s ms", before).isLessThan(5 * before + 50);
        } finally {
            gateway.stop();
        }
    }

    /** @return the good events' p99, in ms */
    private double attack(GatewayProcess gateway, String name, int connections, Attack attack) throws Exception {
        long lines = linesBesideEvents(gateway);
        Queue<Long> readiness = new ConcurrentLinkedQueue<>();
        Strangers strangers = new Strangers(gateway.port(), connections, attack).start();
        int standing;
        Latencies good;
        try (strangers;
                SeparateEvents events = new SeparateEvents(gateway.port(), gateway.secret(), PER_SECOND)) {
            Moment.lasting(LENGTH, () -> readiness.add(millisUntilReady(gateway)));
            standing = strangers.open();
            good = events.end();
            lines = linesBesideEvents(gateway) - lines;
            long slowest = readiness.stream().mapToLong(Long::longValue).max().orElse(0);
            FIGURES.add(
                    name,
                    strangers.opened(),
                    standing,
                    events.sent(),
                    "%.2f".formatted(100.0 * events.stored() / events.sent()),
                    good.median(),
                    good.p99(),
                    slowest,
                    lines);
            assertThat(events.stored()).as(name + ": " + events.others()).isGreaterThanOrEqualTo((int)
                    Math.ceil(0.99 * events.sent()));
            assertThat(slowest).as(name + ": readiness, ms").isLessThan(READINESS_MILLIS);
        }
        assertThat(lines).as(name + ": lines in the log").isLessThan(20 + LENGTH.toSeconds());
        assertThat(good.p99()).as(name + ": p99, ms").isLessThan((double) P99_MILLIS);
        return good.p99();
    }

    private static long linesBesideEvents(GatewayProcess gateway) {
        return gateway.output()
                .lines()
                .filter(line -> !line.contains(" stored ") && !line.contains(" routed "))
                .count();
    }

    private long millisUntilReady(GatewayProcess gateway) {
        long start = System.nanoTime();
        URI uri = URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/health/readiness");
        try {
            int status = client.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            assertThat(status).isEqualTo(200);
        } catch (Exception e) {
            return 5000;
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static Attack slowBodies() {
        return new Attack(bytes(HEAD + "Content-Length: 1000\r\n\r\n"), bytes("{"), 9000, 0, AGAIN);
    }

    private static Attack endlessChunks() {
        return new Attack(bytes(HEAD + "Transfer-Encoding: chunked\r\n\r\n"), bytes("1\r\n{\r\n"), 200, 0, AGAIN);
    }

    private static Attack largeBodies() {
        byte[] head = bytes(HEAD + "Content-Length: " + MEBIBYTE + "\r\n\r\n");
        byte[] all = Arrays.copyOf(head, head.length + MEBIBYTE - 1000);
        return new Attack(all, bytes(" "), 5000, 0, AGAIN);
    }

    private static Attack unsignedBodies() {
        String head = "POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n";
        return new Attack(bytes(head), bytes("{"), 9000, 0, AGAIN);
    }

    private static Attack slowHeads() {
        return new Attack(bytes("POST /webhooks/stripe HTTP/1.1\r\n"), bytes("x-y: z\r\n"), 3000, 0, AGAIN);
    }

    private static Attack slowReaders() {
        return new Attack(bytes("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n".repeat(90)), new byte[0], 1000, 1024, AGAIN);
    }

    private static Attack trailers() {
        return new Attack(
                bytes(HEAD + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "a:b\r\n".repeat(101) + "\r\n"),
                new byte[0],
                1000,
                0,
                10 * AGAIN);
    }

    private static Attack wrongSignatures() {
        String body = Sender.body("evt_wrong", "payment_intent.succeeded");
        return new Attack(
                bytes(HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body), new byte[0], 1000, 0, 100);
    }

    private static Attack unsignedLargeBodies() {
        byte[] head = bytes("POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\nContent-Length: " + MEBIBYTE + "\r\n\r\n");
        return new Attack(Arrays.copyOf(head, head.length + MEBIBYTE), new byte[0], 1000, 0, 100);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
