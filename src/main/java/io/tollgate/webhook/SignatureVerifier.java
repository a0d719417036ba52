package io.tollgate.webhook;

import static io.tollgate.webhook.Outcome.NOT_AN_EVENT;
import static io.tollgate.webhook.Outcome.NO_MATCHING_SIGNATURE;
import static io.tollgate.webhook.Outcome.TIMESTAMP_OUT_OF_TOLERANCE;

import io.tollgate.inbox.Arrival;
import io.tollgate.inbox.Envelope;
import io.tollgate.inbox.NotAnEvent;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.warmup.WarmUp;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * Turns the raw body into a {@link VerifiedEvent}, or throws {@link RejectedWebhook}. It reads the headers {@code
 * Stripe-Signature} and {@code endpoint}; nothing is taken from the body before the signature over it is right.
 */
@Component
class SignatureVerifier implements Processor {
    static final String HEADER = "Stripe-Signature";
    static final String ENDPOINT = "endpoint";
    /** Property of the exchange: an {@link Arrival}. */
    static final String ARRIVAL = "tollgateArrival";

    private static final int CHUNK = 1024;

    private final WebhookProperties properties;
    private final EndpointSecrets secrets;
    private final SecretUses uses;
    private final Clock clock;
    private final WarmUp warmUp;
    private final WrongSignatures wrong;
    private final EndpointPolicies policies;
    private final RequestSpan span;

    SignatureVerifier(
            WebhookProperties properties,
            EndpointSecrets secrets,
            SecretUses uses,
            Clock clock,
            WarmUp warmUp,
            WrongSignatures wrong,
            EndpointPolicies policies,
            RequestSpan span) {
        this.properties = properties;
        this.secrets = secrets;
        this.uses = uses;
        this.wrong = wrong;
        this.clock = clock;
        this.warmUp = warmUp;
        this.policies = policies;
        this.span = span;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        String header = message.getHeader(HEADER, String.class);
        VerifiedEvent event =
                verify(message.getMandatoryBody(byte[].class), header, message.getHeader(ENDPOINT, String.class));
        message.setBody(span.begin(exchange, event.arrived(exchange.getProperty(ARRIVAL, Arrival.class))));
    }

    /**
     * @param body as received
     * @param header null when the request has none
     * @throws RejectedWebhook when Stripe did not sign this body for this endpoint just now, or it is no event
     */
    VerifiedEvent verify(byte[] body, String header, String endpoint) {
        WebhookProperties.Endpoint expected = properties.endpoints().get(endpoint);
        if (expected == null) {
            throw new IllegalStateException("The route hands on an endpoint that is not configured");
        }
        if (body.length == 0) {
            throw new RejectedWebhook(NOT_AN_EVENT, "The body is empty. Send the event as the body.");
        }
        SignatureHeader signature = SignatureHeader.parse(header);
        if (!isUtf8(body)) {
            wrong.look(body, signature, endpoint);
            throw new RejectedWebhook(NOT_AN_EVENT, "The body is not UTF-8. Send it as Stripe does, not compressed.");
        }
        Instant now = clock.instant();
        List<Secret> fitting = fitting(body, signature, endpoint);
        checkTime(signature, endpoint, expected, now);
        VerifiedEvent event = read(body, endpoint, now);
        if (warmUp.owns(event.id())) {
            return event.ofWarmUp();
        }
        uses.count(endpoint, fitting, event.livemode(), now);
        return policies.applied(event);
    }

    private static VerifiedEvent read(byte[] body, String endpoint, Instant now) {
        try {
            return Envelope.read(body).toEvent(endpoint, body, now);
        } catch (NotAnEvent e) {
            throw RejectedWebhook.because(e);
        }
    }

    private static boolean isUtf8(byte[] body) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(body);
        CharBuffer dropped = CharBuffer.allocate(Math.min(body.length, CHUNK));
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = decoder.decode(bytes, dropped.clear(), true);
        }
        return !result.isError();
    }

    /** All of them are tried, whichever fits: during a rotation Stripe signs with both, and how long it takes says nothing. */
    private List<Secret> fitting(byte[] body, SignatureHeader signature, String endpoint) {
        List<Secret> fitting = secrets.of(endpoint).stream()
                .filter(secret -> signature.isOf(body, secret.text()))
                .toList();
        if (fitting.isEmpty()) {
            wrong.look(body, signature, endpoint);
            throw new RejectedWebhook(
                    NO_MATCHING_SIGNATURE,
                    "No signature fits this body. Check that endpoint '" + endpoint
                            + "' has the signing secret that Stripe shows for it, and that no proxy changes the body.");
        }
        return fitting;
    }

    /** In the order of Stripe's libraries: only who knows the secret learns that the timestamp is off. */
    private void checkTime(SignatureHeader signature, String name, WebhookProperties.Endpoint endpoint, Instant now) {
        long age = now.getEpochSecond() - signature.timestamp();
        if (Math.abs(age) > endpoint.tolerance().toSeconds()) {
            wrong.outOfTime(name, age);
            throw new RejectedWebhook(
                    TIMESTAMP_OUT_OF_TOLERANCE,
                    "The signature is " + Math.abs(age) + " s "
                            + (age > 0
                                    ? "old: somebody sends an old request again, or this machine's clock is ahead."
                                    : "ahead of this machine's clock, which is behind.")
                            + " It may be " + endpoint.tolerance().toSeconds() + " s: set the clock right, or"
                            + " tollgate.webhook.endpoints." + name + ".tolerance.");
        }
    }
}
