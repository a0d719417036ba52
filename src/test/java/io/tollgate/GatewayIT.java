package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.stripe.net.Webhook;
import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Queues;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The whole path in a process of its own, from an empty data folder, as a new user sees it. */
class GatewayIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private GatewayProcess gateway;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws IOException {
        gateway = new GatewayProcess(
                directory, "--tollgate.relay.lease=8s", "--tollgate.relay.deadline=5s", "--tollgate.relay.grace=2s");
        gateway.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (gateway.isAlive()) {
            gateway.stop();
        }
    }

    @Test
    void eachRoutedTypeEndsInItsQueueMailOrTable() throws Exception {
        for (String type : List.of(
                "payment_intent.succeeded",
                "payment_intent.payment_failed",
                "payment_intent.failed",
                "checkout.session.completed",
                "invoice.payment_failed",
                "charge.dispute.created",
                "customer.subscription.created",
                "customer.subscription.deleted",
                "customer.created")) {
            assertThat(gateway.tollgate("send", type)).contains("200");
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> count("tollgate.inbox WHERE status = 'ROUTED'") == 9);
        assertThat(types("stripe.payments.succeeded")).containsExactly("payment_intent.succeeded");
        assertThat(types("stripe.payments.failed"))
                .containsExactlyInAnyOrder("payment_intent.payment_failed", "payment_intent.failed");
        assertThat(types("stripe.checkout.completed")).containsExactly("checkout.session.completed");
        assertThat(types("stripe.disputes")).containsExactly("charge.dispute.created");
        assertThat(types("stripe.subscriptions"))
                .containsExactlyInAnyOrder("customer.subscription.created", "customer.subscription.deleted");
        assertThat(count("stripe.checkout_session")).isEqualTo(1);
        assertThat(count("stripe.subscription")).isPositive();
        await().atMost(Duration.ofSeconds(20)).until(() -> mails().size() == 4);
        assertThat(mails()).filteredOn(mail -> mail.contains("X-Priority: 1")).hasSize(1);
    }

    @Test
    void theSameEventPosted50TimesAtOnceGivesOneMessage() throws Exception {
        String body = event("evt_same", "payment_intent.succeeded");
        ExecutorService pool = Executors.newFixedThreadPool(50);
        CountDownLatch go = new CountDownLatch(1);
        Callable<HttpResponse<String>> post = () -> {
            go.await();
            return post(body);
        };
        List<Future<HttpResponse<String>>> answers =
                IntStream.range(0, 50).mapToObj(i -> pool.submit(post)).toList();
        go.countDown();

        List<String> bodies = new ArrayList<>();
        for (Future<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
            bodies.add(answer.get().body());
        }
        pool.shutdown();
        assertThat(bodies).filteredOn(b -> b.contains("\"duplicate\":false")).hasSize(1);
        await().until(() -> count("tollgate.inbox WHERE status = 'ROUTED'") == 1);
        List<Message> messages = Queues.drain(gateway.brokerUrl(), "stripe.payments.succeeded");
        assertThat(messages).hasSize(1);
        assertThat(((TextMessage) messages.get(0)).getText()).isEqualTo(body);
    }

    @Test
    void whatWasAnsweredWith200IsRoutedAfterAKill() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            if (post(event("evt_" + i, "payment_intent.succeeded")).statusCode() == 200) {
                acknowledged.add("evt_" + i);
            }
        }
        gateway.kill();
        gateway.start();

        assertThat(acknowledged).hasSize(200);
        await().atMost(Duration.ofSeconds(18)).until(() -> count("tollgate.inbox WHERE status = 'ROUTED'") == 200);
        Set<String> received = new HashSet<>();
        for (Message message : Queues.drain(gateway.brokerUrl(), "stripe.payments.succeeded")) {
            received.add(message.getStringProperty("stripeEventId"));
        }
        assertThat(received).isEqualTo(acknowledged);
    }

    @Test
    void endsWithinTwentySecondsWhenAsked() throws Exception {
        post(event("evt_1", "payment_intent.succeeded"));
        assertThat(gateway.stop()).isLessThan(Duration.ofSeconds(20));
    }

    private static String event(String id, String type) {
        return "{\"id\":\"" + id + "\",\"object\":\"event\",\"type\":\"" + type
                + "\",\"created\":1767225600,\"livemode\":false,\"data\":{\"object\":{\"id\":\"pi_1\"}}, \"n\":\"Zoë 😀\"}";
    }

    private HttpResponse<String> post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port() + "/webhooks/stripe"))
                .header("Stripe-Signature", Webhook.Signature.generateSignatureHeader(body, gateway.secret()))
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private int count(String what) throws IOException, SQLException {
        try (var connection = gateway.database();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT count(*) FROM " + what)) {
            result.next();
            return result.getInt(1);
        }
    }

    private List<String> types(String queue) throws Exception {
        List<String> types = new ArrayList<>();
        for (Message message : Queues.drain(gateway.brokerUrl(), queue)) {
            types.add(message.getJMSType());
        }
        return types;
    }

    private List<String> mails() throws IOException {
        List<String> mails = new ArrayList<>();
        try (Stream<Path> files = Files.list(gateway.mails())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".eml")).toList()) {
                mails.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return mails;
    }
}
