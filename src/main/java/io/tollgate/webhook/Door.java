package io.tollgate.webhook;

import io.tollgate.inbox.Arrival;
import io.tollgate.warmup.WarmUp;
import io.tollgate.webhook.Answer.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.stereotype.Component;

/**
 * Decides on path, method, address, size, readiness and the form of the signature before a byte of the body is read, has the body
 * read, and hands it to the route through the {@link WebhookEngine}. Answers each request once, and counts it.
 */
@Component
class Door {
    private static final Logger log = LoggerFactory.getLogger(Door.class);
    private static final String NONE = "none";

    private final WebhookProperties properties;
    private final WebhookEngine engine;
    private final ApplicationAvailability availability;
    private final WarmUp warmUp;
    private final RequestCounts counts;
    private final InFlight inFlight;
    private final Uploads uploads;
    private final AddressRules rules;

    Door(
            WebhookProperties properties,
            WebhookEngine engine,
            ApplicationAvailability availability,
            WarmUp warmUp,
            RequestCounts counts,
            InFlight inFlight,
            Uploads uploads,
            AddressRules rules) {
        this.properties = properties;
        this.engine = engine;
        this.availability = availability;
        this.warmUp = warmUp;
        this.counts = counts;
        this.inFlight = inFlight;
        this.uploads = uploads;
        this.rules = rules;
    }

    /** Returns before the request has its answer when its body is not there yet. */
    void receive(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        Posted posted =
                new Posted(request, response, properties.endpointAt(path).orElse(NONE));
        Refused refusal = refusal(posted);
        if (refusal == null) {
            new IncomingBody(request, properties.largestBody(), uploads, posted).read();
        } else {
            posted.answer(refusal);
            dropBody(request);
        }
    }

    private Refused refusal(Posted posted) {
        Refused tooMany = rules.rateRefusal(posted.client);
        if (tooMany != null) {
            return tooMany;
        } else if (posted.endpoint.equals(NONE)) {
            return Refused.NO_SUCH_ENDPOINT;
        } else if (!posted.request.getMethod().equals("POST")) {
            return Refused.NOT_POST;
        }
        Refused foreign = rules.sourceRefusal(posted.endpoint, posted.client);
        if (foreign != null) {
            return foreign;
        } else if (posted.request.getContentLengthLong() > properties.largestBody()) {
            return Refused.tooLarge(properties.largestBody());
        } else if (!isReady()) {
            return Refused.NOT_READY;
        }
        try {
            SignatureHeader.parse(posted.signature);
            return null;
        } catch (RejectedWebhook e) {
            return e.answer();
        }
    }

    /** Also of a request that is somebody else's: nothing waits for it on the request's own thread. */
    void dropBody(HttpServletRequest request) throws IOException {
        if (!request.getInputStream().isFinished() && request.getHeader("Expect") == null) {
            new RefusedBody(request, uploads).begin(0);
        }
    }

    private boolean isReady() {
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC || warmUp.isReceiving();
    }

    /** Requests that wait for their answer. */
    int inFlight() {
        return inFlight.count();
    }

    private Answer route(String endpoint, String signature, byte[] body) {
        Arrival arrival = Arrival.now();
        if (!isReady()) {
            return Refused.NOT_READY;
        }
        if (!inFlight.enter()) {
            return Refused.BUSY;
        }
        try {
            return engine.receive(endpoint, signature, body, arrival);
        } catch (Exception e) {
            log.error("refused endpoint={} status=503: {}", endpoint, Failures.oneLine(e));
            return Refused.NOT_STORED;
        } finally {
            inFlight.leave();
        }
    }

    /** A request on its way to its answer. */
    private final class Posted implements BodyReceiver {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final String endpoint;
        private final AddressRules.Client client;
        /** Null when the request has none. */
        private final String signature;

        Posted(HttpServletRequest request, HttpServletResponse response, String endpoint) {
            this.request = request;
            this.response = response;
            this.endpoint = endpoint;
            this.client = rules.client(request);
            this.signature = signature(request);
        }

        /** Several lines are one list in HTTP; the verifier then refuses the second timestamp. */
        private static String signature(HttpServletRequest request) {
            List<String> lines = Collections.list(request.getHeaders(SignatureVerifier.HEADER));
            return lines.isEmpty() ? null : String.join(",", lines);
        }

        @Override
        public void whole(byte[] body, int reserved) throws IOException {
            try {
                answer(route(endpoint, signature, body));
            } finally {
                inFlight.giveBack(reserved);
            }
        }

        @Override
        public void refused(Refused refusal) throws IOException {
            request.setAttribute(RawBodyFilter.ON_ERROR, refusal);
            answer(refusal);
        }

        void answer(Answer answer) throws IOException {
            counts.count(endpoint, answer, client.toString());
            rules.answered(endpoint, client, answer);
            answer.writeTo(response);
        }
    }
}
