package io.tollgate.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.Arrival;
import io.tollgate.warmup.WarmUp;
import io.tollgate.webhook.Answer.Refused;
import io.tollgate.webhook.Answer.Uncounted;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.stereotype.Component;

/**
 * Decides on path, method, size and readiness, reads the body to its last byte, and hands it to the route through the
 * {@link WebhookEngine}. Answers each request once, and counts it.
 */
@Component
class Door {
    private static final Logger log = LoggerFactory.getLogger(Door.class);

    private final WebhookProperties properties;
    private final WebhookEngine engine;
    private final ApplicationAvailability availability;
    private final WarmUp warmUp;
    private final MeterRegistry registry;
    private final InFlight inFlight;
    private final int maxBody;
    private final SparingLog stopped = new SparingLog();
    private final SparingLog full = new SparingLog();

    Door(
            WebhookProperties properties,
            WebhookEngine engine,
            ApplicationAvailability availability,
            WarmUp warmUp,
            MeterRegistry registry) {
        this.properties = properties;
        this.engine = engine;
        this.availability = availability;
        this.warmUp = warmUp;
        this.registry = registry;
        this.inFlight = new InFlight(properties.inFlight(), properties.inFlightSize());
        this.maxBody = Math.toIntExact(properties.maxBody().toBytes());
    }

    void receive(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        Optional<String> endpoint = properties.endpointAt(path);
        if (endpoint.isEmpty()) {
            log.debug("refused status=404");
            String detail = "No such endpoint. Post to " + WebhookEngine.PATH + " or to " + WebhookEngine.PATH
                    + "/{endpoint}, without a slash at the end; set tollgate.webhook.endpoints.{endpoint}.secrets for a"
                    + " new one.";
            answer(response, "none", new Refused(Outcome.NO_SUCH_ENDPOINT, detail));
        } else if (!request.getMethod().equals("POST")) {
            log.debug("refused endpoint={} status=405", endpoint.get());
            response.setHeader("Allow", "POST");
            answer(response, endpoint.get(), new Refused(Outcome.NOT_POST, "Use POST."));
        } else if (request.getContentLengthLong() > maxBody) {
            refuseTooLarge(response, endpoint.get());
        } else {
            read(request, response, endpoint.get());
        }
    }

    private void read(HttpServletRequest request, HttpServletResponse response, String endpoint) throws IOException {
        int announced = request.getContentLength();
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(announced >= 0 ? announced : maxBody + 1);
        } catch (IOException e) {
            refuseUnreadable(request, response, endpoint);
            return;
        }
        if (body.length > maxBody) {
            refuseTooLarge(response, endpoint);
        } else {
            handOn(request, response, endpoint, body);
        }
    }

    private void handOn(HttpServletRequest request, HttpServletResponse response, String endpoint, byte[] body)
            throws IOException {
        Arrival arrival = Arrival.now();
        if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC && !warmUp.isReceiving()) {
            stopped.warn(log, "refused endpoint=" + endpoint + " status=503: the gateway is starting or stopping");
            String detail = "The gateway is starting or stopping. Send the event again.";
            answer(response, endpoint, new Refused(Outcome.NOT_READY, detail));
        } else if (!inFlight.enter(body.length)) {
            String line = " status=503: tollgate.webhook.in-flight or .in-flight-size is reached";
            full.warn(log, "refused endpoint=" + endpoint + line);
            String detail = "Too many events at once. Send the event again later.";
            answer(response, endpoint, new Refused(Outcome.BUSY, detail));
        } else {
            try {
                answer(response, endpoint, route(endpoint, signature(request), body, arrival));
            } finally {
                inFlight.leave(body.length);
            }
        }
    }

    private Answer route(String endpoint, String signature, byte[] body, Arrival arrival) {
        try {
            return engine.receive(endpoint, signature, body, arrival);
        } catch (Exception e) {
            log.error("refused endpoint={} status=503: {}", endpoint, Failures.oneLine(e));
            return Answer.NOT_STORED;
        }
    }

    /** Several lines are one list in HTTP; the verifier then refuses the second timestamp. */
    private static String signature(HttpServletRequest request) {
        List<String> lines = Collections.list(request.getHeaders(SignatureVerifier.HEADER));
        return lines.isEmpty() ? null : String.join(",", lines);
    }

    /** Requests that wait for their answer. */
    int inFlight() {
        return inFlight.count();
    }

    private void refuseTooLarge(HttpServletResponse response, String endpoint) throws IOException {
        log.warn("refused endpoint={} status=413: the body has more than {} bytes", endpoint, maxBody);
        response.setHeader("Connection", "close");
        String detail =
                "The body has more than " + maxBody + " bytes. Raise tollgate.webhook.max-body if Stripe sent it.";
        answer(response, endpoint, new Refused(Outcome.TOO_LARGE, detail));
    }

    private void refuseUnreadable(HttpServletRequest request, HttpServletResponse response, String endpoint)
            throws IOException {
        log.warn("rejected endpoint={} reason={}: the body could not be read", endpoint, Outcome.NOT_AN_EVENT);
        String detail = "The body ended early or broke its transfer encoding. Send it whole.";
        Answer answer = new Refused(Outcome.NOT_AN_EVENT, detail);
        // The container answers broken bodies through its error page.
        request.setAttribute(RawBodyFilter.ON_ERROR, answer);
        response.setHeader("Connection", "close");
        answer(response, endpoint, answer);
    }

    /** @param endpoint one that is configured, or {@code none}: what a metric is kept of must be bounded */
    private void answer(HttpServletResponse response, String endpoint, Answer answer) throws IOException {
        if (!(answer instanceof Uncounted)) {
            String outcome = answer.outcome().toString();
            registry.counter("tollgate.webhook.requests", "endpoint", endpoint, "outcome", outcome)
                    .increment();
        }
        answer.writeTo(response);
    }
}
