package io.tollgate.webhook;

import io.tollgate.inbox.Arrival;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.trace.Kind;
import io.tollgate.trace.Span;
import io.tollgate.trace.Tracing;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * The root of an event's trace: its request. It begins only once the signature fits, reckoned from when the request had come; so a
 * stranger makes none. What a request says of traces itself is not looked at: a signature does not cover it.
 */
@Component
class RequestSpan {
    private static final String PROPERTY = "tollgateRequestSpan";
    private static final String ROUTE = WebhookEngine.PATH + "/{" + SignatureVerifier.ENDPOINT + "}";

    private final Tracing tracing;

    RequestSpan(Tracing tracing) {
        this.tracing = tracing;
    }

    /** The same event, within the span of its request; an event of the warm-up has none. */
    VerifiedEvent begin(Exchange exchange, VerifiedEvent event) {
        if (!tracing.isOn() || event.warmUp()) {
            return event;
        }
        Arrival arrival = event.passage().arrival();
        long nanosAgo = arrival == null ? 0 : System.nanoTime() - arrival.nanoTime();
        Span span = tracing.begin(Kind.SERVER, "POST " + ROUTE, null, nanosAgo)
                .with("http.request.method", "POST")
                .with("http.route", ROUTE)
                .with("tollgate.endpoint", event.endpoint())
                .with("tollgate.event.id", event.id())
                .with("tollgate.event.type", event.type());
        exchange.setProperty(PROPERTY, span);
        return event.within(span);
    }

    /** @param answer what the request is answered; null when the route has thrown */
    static void end(Exchange exchange, Answer answer) {
        Span span = exchange.getProperty(PROPERTY, Span.class);
        if (span == null) {
            return;
        }
        try (span) {
            Answer given = answer == null ? Answer.Refused.NOT_STORED : answer;
            int status = given.outcome().status().value();
            span.with("http.response.status_code", status).with("tollgate.outcome", given.outcome());
            if (status >= 500) {
                span.failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
            }
        }
    }
}
