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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;

/**
 * Stands in front of everything under {@code /webhooks}. It decides on path, method, size and readiness, reads the body
 * to its last byte before anyone else may touch it, and hands on a {@link BareRequest}. What goes wrong behind it is
 * answered with 503, never with 500, so that Stripe sends the event again.
 */
class RawBodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(RawBodyFilter.class);
    /** Attribute of the request: an {@link Arrival}. */
    static final String ARRIVAL = RawBodyFilter.class.getName() + ".arrival";

    private static final String ROOT = "/webhooks";
    private static final String PATH = ROOT + "/stripe";
    /** The container's own; asked for by a client, it would answer 500. */
    private static final String ERROR_PAGE = "/error";
    /** Says how to answer should the container dispatch this request to its error page. */
    private static final String PROBLEM = RawBodyFilter.class.getName() + ".problem";

    private final transient WebhookProperties properties;
    private final transient ApplicationAvailability availability;
    private final transient WebhookMetrics metrics;
    private final transient InFlight inFlight;
    private final transient SparingLog stopped = new SparingLog();
    private final transient SparingLog full = new SparingLog();

    RawBodyFilter(WebhookProperties properties, ApplicationAvailability availability, WebhookMetrics metrics) {
        this.properties = properties;
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
                problem.writeTo(response);
            } else {
                chain.doFilter(request, response);
            }
        } else if (path.equals(ROOT) || path.startsWith(ROOT + "/") || path.equals(ERROR_PAGE)) {
            receive(request, response, chain, path);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void receive(HttpServletRequest request, HttpServletResponse response, FilterChain chain, String path)
            throws IOException {
        request.setAttribute(PROBLEM, Problem.notStored());
        Optional<String> endpoint = endpoint(path);
        if (endpoint.isEmpty()) {
            log.debug("refused status=404");
            metrics.countWithoutEndpoint();
            Problem.of(
                            HttpStatus.NOT_FOUND,
                            "No such endpoint. Post to " + PATH + " or to " + PATH
                                    + "/{endpoint}, without a slash at the end; set tollgate.webhook.endpoints.{endpoint}.secrets for a"
                                    + " new one.")
                    .writeTo(response);
        } else if (!request.getMethod().equals("POST")) {
            log.debug("refused endpoint={} status=405", endpoint.get());
            metrics.count(endpoint.get(), Outcome.NOT_POST);
            response.setHeader("Allow", "POST");
            Problem.of(HttpStatus.METHOD_NOT_ALLOWED, "Use POST.").writeTo(response);
        } else if (request.getContentLengthLong() > properties.maxBody().toBytes()) {
            refuseTooLarge(response, endpoint.get());
        } else {
            read(request, response, chain, endpoint.get());
        }
    }

    private Optional<String> endpoint(String path) {
        Optional<String> name = Optional.empty();
        if (path.equals(PATH)) {
            name = Optional.of(WebhookProperties.DEFAULT_ENDPOINT);
        } else if (path.startsWith(PATH + "/")) {
            name = Optional.of(path.substring(PATH.length() + 1));
        }
        return name.filter(properties.endpoints()::containsKey);
    }

    private void read(HttpServletRequest request, HttpServletResponse response, FilterChain chain, String endpoint)
            throws IOException {
        int max = Math.toIntExact(properties.maxBody().toBytes());
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(max + 1);
        } catch (IOException e) {
            refuseUnreadable(request, response, endpoint);
            return;
        }
        request.setAttribute(ARRIVAL, Arrival.now());
        if (body.length > max) {
            refuseTooLarge(response, endpoint);
        } else if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
            metrics.count(endpoint, Outcome.NOT_READY);
            stopped.warn(log, "refused endpoint=" + endpoint + " status=503: the gateway is starting or stopping");
            Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "The gateway is starting or stopping. Send the event again.")
                    .writeTo(response);
        } else if (!inFlight.enter(body.length)) {
            metrics.count(endpoint, Outcome.BUSY);
            full.warn(
                    log,
                    "refused endpoint=" + endpoint
                            + " status=503: tollgate.webhook.in-flight or .in-flight-size is reached");
            Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Too many events at once. Send the event again later.")
                    .writeTo(response);
        } else {
            handOn(request, response, chain, endpoint, body);
        }
    }

    private void handOn(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, String endpoint, byte[] body)
            throws IOException {
        try {
            chain.doFilter(new BareRequest(request, PATH + "/" + endpoint, body), new Never500(response));
        } catch (IOException | ServletException | RuntimeException e) {
            log.error("refused endpoint={} status=503: {}", endpoint, Failures.oneLine(e));
            metrics.count(endpoint, Outcome.NOT_STORED);
            if (!response.isCommitted()) {
                response.reset();
                Problem.notStored().writeTo(response);
            }
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new OnComplete(() -> inFlight.leave(body.length)));
            } else {
                inFlight.leave(body.length);
            }
        }
    }

    private void refuseTooLarge(HttpServletResponse response, String endpoint) throws IOException {
        metrics.count(endpoint, Outcome.TOO_LARGE);
        log.warn(
                "refused endpoint={} status=413: the body has more than {} bytes",
                endpoint,
                properties.maxBody().toBytes());
        response.setHeader("Connection", "close");
        Problem.of(
                        HttpStatus.PAYLOAD_TOO_LARGE,
                        "The body has more than " + properties.maxBody().toBytes()
                                + " bytes. Raise tollgate.webhook.max-body if Stripe sent it.")
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
        problem.writeTo(response);
    }
}
