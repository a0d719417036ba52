package io.tollgate.samples;

import com.stripe.net.Webhook;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;

/** Signs and posts events the way Stripe does, over one connection. */
public final class StripeStandIn {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final URI url;
    private final String secret;
    private final Clock clock;

    public StripeStandIn(URI url, String secret, Clock clock) {
        this.url = url;
        this.secret = secret;
        this.clock = clock;
    }

    public Answer post(String payload) throws GatewayUnreachable, GeneralSecurityException, InterruptedException {
        long now = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(ANSWER_TIMEOUT)
                .header("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Stripe-Signature", Webhook.Signature.generateSignatureHeader(payload, secret, now))
                .POST(BodyPublishers.ofString(payload))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return Answer.of(response.statusCode(), response.body());
        } catch (ConnectException e) {
            throw new GatewayUnreachable(
                    "Nothing answers at " + url + ": start the gateway with mvn spring-boot:run,"
                            + " or say with --url where it runs.",
                    e);
        } catch (IOException e) {
            throw new GatewayUnreachable("No answer from " + url + " (" + e + "): see the gateway's log.", e);
        }
    }
}
