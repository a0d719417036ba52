package io.tollgate.webhook;

import io.tollgate.inbox.InboxUnavailable;
import io.tollgate.inbox.NotStored;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.webhook.WebhookMetrics.Outcome;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers what the route threw: 400 when the request is at fault, 503 for all else, so that Stripe sends it again. */
@Component
class Refusal implements Processor {
    private static final Logger log = LoggerFactory.getLogger(Refusal.class);

    private final SparingLog unavailable = new SparingLog();
    private final WebhookMetrics metrics;

    Refusal(WebhookMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        problem(failure, subject(message), endpoint(message)).answer().putInto(message);
    }

    private Problem problem(Throwable failure, String subject, String endpoint) {
        if (failure instanceof RejectedWebhook rejected) {
            log.warn("{} rejected reason={}: {}", subject, rejected.reason(), rejected.getMessage());
            metrics.count(endpoint, rejected.reason());
            return Problem.of(rejected);
        }
        metrics.count(endpoint, Outcome.NOT_STORED);
        if (failure instanceof InboxUnavailable) {
            unavailable.warn(log, subject + " not stored: " + failure.getMessage());
        } else if (failure instanceof NotStored) {
            log.warn("{} not stored: {}", subject, failure.getMessage());
        } else {
            log.error("{} not stored: {}", subject, Failures.oneLine(failure));
        }
        return Problem.notStored();
    }

    private static String subject(Message message) {
        return message.getBody() instanceof VerifiedEvent event
                ? event + " endpoint=" + event.endpoint()
                : "endpoint=" + endpoint(message);
    }

    private static String endpoint(Message message) {
        return message.getBody() instanceof VerifiedEvent event
                ? event.endpoint()
                : String.valueOf(message.getHeader(SignatureVerifier.ENDPOINT));
    }
}
