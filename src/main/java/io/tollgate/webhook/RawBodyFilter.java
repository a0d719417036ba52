package io.tollgate.webhook;

import io.tollgate.inbox.Arrival;
import io.tollgate.webhook.WebhookMetrics.Outcome;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
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
import org.springframework.http.HttpStatus;

/**
 * Stands in front of everything under {@code /webhooks}. It decides on path, method, size and readiness, reads the body
 * to its last byte, and hands it to the route through the {@link WebhookEngine}. What goes wrong behind it is answered with
 * 503, never with 500, so that Stripe sends the event again.
 */
class RawBodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(RawBodyFilter.class);
    private static final String ROOT = "/webhooks";
    /** The container's own; asked for by a client, it would answer 500. */
    private static final String ERROR_PAGE = "/error";
    /** Says how to answer should the container dispatch this request to its error page. */
    private static final String PROBLEM = RawBodyFilter.class.getName() + ".problem";

    private static final Problem NOT_STORED = Problem.notStored();

    private final transient WebhookProperties properties;
    private final transient WebhookEngine engine;
    private final transient ApplicationAvailability availability;
    private final transient WebhookMetrics metrics;
    private final transient InFlight inFlight;
    private final transient SparingLog stopped = new SparingLog();
    private final transient SparingLog full = new SparingLog();

    RawBodyFilter(
            WebhookProperties properties,
            WebhookEngine engine,
            ApplicationAvailability availability,
            WebhookMetrics metrics) {
        this.properties = properties;
        this.engine = engine;
        this.availability = availability;
        this.metrics = metrics;
        this.inFlight = new InFlight(
                properties.inFlight(), Math.toIntExact(properties.inFlightSize().toBytes()));
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            if (request.getAttribute(PROBLEM) instanceof Problem problem) {
                problem.answer().writeTo(response);
            } else {
                chain.doFilter(request, response);
            }
        } else if (path.equals(ROOT) || path.startsWith(ROOT + "/") || path.equals(ERROR_PAGE)) {
            receive(request, response, path);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void receive(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        request.setAttribute(PROBLEM, NOT_STORED);
        Optional<String> endpoint = endpoint(path);
        if (endpoint.isEmpty()) {
            log.debug("refused status=404");
            metrics.countWithoutEndpoint();
            Problem.of(
                            HttpStatus.NOT_FOUND,
                            "No such endpoint. Post to " + WebhookEngine.PATH + " or to " + WebhookEngine.PATH
                                    + "/{endpoint}, without a slash at the end; set tollgate.webhook.endpoints.{endpoint}.secrets for a"
                                    + " new one.")
                    .answer()
                    .writeTo(response);
        } else if (!request.getMethod().equals("POST")) {
            log.debug("refused endpoint={} status=405", endpoint.get());
            metrics.count(endpoint.get(), Outcome.NOT_POST);
            response.setHeader("Allow", "POST");
            Problem.of(HttpStatus.METHOD_NOT_ALLOWED, "Use POST.").answer().writeTo(response);
        } else if (request.getContentLengthLong() > properties.maxBody().toBytes()) {
            refuseTooLarge(response, endpoint.get());
        } else {
            read(request, response, endpoint.get());
        }
    }

    private Optional<String> endpoint(String path) {
        Optional<String> name = Optional.empty();
        if (path.equals(WebhookEngine.PATH)) {
            name = Optional.of(WebhookProperties.DEFAULT_ENDPOINT);
        } else if (path.startsWith(WebhookEngine.PATH + "/")) {
            name = Optional.of(path.substring(WebhookEngine.PATH.length() + 1));
        }
        return name.filter(properties.endpoints()::containsKey);
    }

    private void read(HttpServletRequest request, HttpServletResponse response, String endpoint) throws IOException {
        int max = Math.toIntExact(properties.maxBody().toBytes());
        int announced = (int) request.getContentLengthLong();
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(announced >= 0 ? announced : max + 1);
        } catch (IOException e) {
            refuseUnreadable(request, response, endpoint);
            return;
        }
        Arrival arrival = Arrival.now();
        if (body.length > max) {
            refuseTooLarge(response, endpoint);
        } else if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
            metrics.count(endpoint, Outcome.NOT_READY);
            stopped.warn(log, "refused endpoint=" + endpoint + " status=503: the gateway is starting or stopping");
            Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "The gateway is starting or stopping. Send the event again.")
                    .answer()
                    .writeTo(response);
        } else if (!inFlight.enter(body.length)) {
            metrics.count(endpoint, Outcome.BUSY);
            full.warn(
                    log,
                    "refused endpoint=" + endpoint
                            + " status=503: tollgate.webhook.in-flight or .in-flight-size is reached");
            Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Too many events at once. Send the event again later.")
                    .answer()
                    .writeTo(response);
        } else {
            handOn(request, response, endpoint, body, arrival);
        }
    }

    private void handOn(
            HttpServletRequest request, HttpServletResponse response, String endpoint, byte[] body, Arrival arrival)
            throws IOException {
        try {
            answer(endpoint, signature(request), body, arrival).writeTo(response);
        } finally {
            inFlight.leave(body.length);
        }
    }

    private Answer answer(String endpoint, String signature, byte[] body, Arrival arrival) {
        try {
            return engine.receive(endpoint, signature, body, arrival);
        } catch (Exception e) {
            log.error("refused endpoint={} status=503: {}", endpoint, Failures.oneLine(e));
            metrics.count(endpoint, Outcome.NOT_STORED);
            return NOT_STORED.answer();
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
        metrics.count(endpoint, Outcome.TOO_LARGE);
        log.warn(
                "refused endpoint={} status=413: the body has more than {} bytes",
                endpoint,
                properties.maxBody().toBytes());
        response.setHeader("Connection", "close");
        Problem.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "The body has more than " + properties.maxBody().toBytes()
                                + " bytes. Raise tollgate.webhook.max-body if Stripe sent it.")
                .answer()
                .writeTo(response);
    }

    private void refuseUnreadable(HttpServletRequest request, HttpServletResponse response, String endpoint)
            throws IOException {
        metrics.count(endpoint, RejectedWebhook.Reason.NOT_AN_EVENT);
        log.warn(
                "rejected endpoint={} reason={}: the body could not be read",
                endpoint,
                RejectedWebhook.Reason.NOT_AN_EVENT);
        Problem problem = Problem.of(new RejectedWebhook(
                RejectedWebhook.Reason.NOT_AN_EVENT,
                "The body ended early or broke its transfer encoding. Send it whole."));
        // The container answers broken bodies through its error page.
        request.setAttribute(PROBLEM, problem);
        response.setHeader("Connection", "close");
        problem.answer().writeTo(response);
    }
}
