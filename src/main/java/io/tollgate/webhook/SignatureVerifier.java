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
    private final Clock clock;
    private final WarmUp warmUp;
    private final WrongSignatures wrong;

    SignatureVerifier(WebhookProperties properties, Clock clock, WarmUp warmUp, WrongSignatures wrong) {
        this.properties = properties;
        this.wrong = wrong;
        this.clock = clock;
        this.warmUp = warmUp;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        String header = message.getHeader(HEADER, String.class);
        VerifiedEvent event =
                verify(message.getMandatoryBody(byte[].class), header, message.getHeader(ENDPOINT, String.class));
        message.setBody(event.arrived(exchange.getProperty(ARRIVAL, Arrival.class)));
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
        if (!isUtf8(body)) {
            throw new RejectedWebhook(NOT_AN_EVENT, "The body is not UTF-8. Send it as Stripe does, not compressed.");
        }
        Instant now = clock.instant();
        checkSignature(body, header, endpoint, expected, now);
        VerifiedEvent event = read(body, endpoint, now);
        return warmUp.owns(event.id()) ? event.ofWarmUp() : event;
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

    /** In the order of Stripe's libraries: only who knows the secret learns that the timestamp is off. */
    private void checkSignature(
            byte[] body, String header, String name, WebhookProperties.Endpoint endpoint, Instant now) {
        SignatureHeader signature = SignatureHeader.parse(header);
        if (endpoint.secrets().stream().noneMatch(secret -> signature.isOf(body, secret))) {
            wrong.look(body, signature, name);
            throw new RejectedWebhook(
                    NO_MATCHING_SIGNATURE,
                    "No signature fits this body. Check that endpoint '" + name
                            + "' has the signing secret that Stripe shows for it, and that no proxy changes the body.");
        }
        long age = now.getEpochSecond() - signature.timestamp();
        if (Math.abs(age) > endpoint.tolerance().toSeconds()) {
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
