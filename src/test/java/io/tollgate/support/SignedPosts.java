package io.tollgate.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Posts signed events to a gateway, and wants a 200 for each. */
public final class SignedPosts {
    /** The least that docs/deployment.md names. */
    public static final List<String> SMALLEST_HEAP =
            List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1");
    /** Events of {@link #burst}. */
    public static final int BURST = 1100;

    private static final int LARGE_EVERY = 20;
    private static final int LARGE = 900_000;
    /** So many large ones at once have room in {@code tollgate.webhook.in-flight-size}. */
    private static final int AT_ONCE = 32;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI uri;
    private final String secret;

    public SignedPosts(int port, String secret) {
        this.uri = URI.create("http://127.0.0.1:" + port + "/webhooks/stripe");
        this.secret = secret;
    }

    /** @param padding bytes more than an event needs */
    public void send(String id, String type, int padding) {
        assertThat(post(id, type, padding).join().statusCode()).isEqualTo(200);
    }

    /** Events of this type, each twentieth nearly as large as may be, 32 under way at a time. */
    public void burst(String type) throws InterruptedException {
        Semaphore room = new Semaphore(AT_ONCE);
        for (int i = 0; i < BURST; i++) {
            room.acquire();
            post("evt_burst" + i, type, i % LARGE_EVERY == 0 ? LARGE : 0).whenComplete((answer, e) -> room.release());
        }
        room.acquire(AT_ONCE);
    }

    private CompletableFuture<HttpResponse<Void>> post(String id, String type, int padding) {
        String body = String.format(
                Locale.ROOT,
                "{\"id\":\"%s\",\"object\":\"event\",\"type\":\"%s\",\"created\":1767225600,\"livemode\":false,"
                        + "\"data\":{\"object\":{\"id\":\"sub_1\",\"object\":\"subscription\",\"customer\":\"cus_1\","
                        + "\"status\":\"active\",\"amount\":1099,\"currency\":\"usd\",\"reason\":\"fraudulent\"}},\"padding\":\"%s\"}",
                id,
                type,
                "x".repeat(padding));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Stripe-Signature", Signatures.sign(body, secret, Instant.now()))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.discarding());
    }
}
