package io.tollgate.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts each request once, by endpoint and outcome. Both are bounded: the endpoints are those that are configured. */
@Component
class WebhookMetrics {
    private static final String NO_ENDPOINT = "none";

    private final MeterRegistry registry;

    WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What a request came to that was not rejected for what it says. */
    enum Outcome {
        STORED,
        DUPLICATE,
        NOT_STORED,
        BUSY,
        NOT_READY,
        TOO_LARGE,
        NOT_POST,
        NO_SUCH_ENDPOINT;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    void count(String endpoint, Outcome outcome) {
        count(endpoint, outcome.toString());
    }

    /** Each reason of a 400 is an outcome of its own. */
    void count(String endpoint, RejectedWebhook.Reason reason) {
        count(endpoint, reason.toString());
    }

    void countWithoutEndpoint() {
        count(NO_ENDPOINT, Outcome.NO_SUCH_ENDPOINT);
    }

    private void count(String endpoint, String outcome) {
        registry.counter("tollgate.webhook.requests", "endpoint", endpoint, "outcome", outcome)
                .increment();
    }
}
