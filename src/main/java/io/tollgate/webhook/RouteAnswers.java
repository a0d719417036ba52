package io.tollgate.webhook;

import io.tollgate.inbox.Duplicates;
import io.tollgate.inbox.InboxUnavailable;
import io.tollgate.inbox.NotStored;
import io.tollgate.inbox.VerifiedEvent;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two steps by which {@code receive.camel.yaml} answers. Each leaves an {@link Answer} for the engine to find. */
@Configuration(proxyBeanMethods = false)
class RouteAnswers {
    private static final String STORED = "stored";
    private static final Logger log = LoggerFactory.getLogger(RouteAnswers.class);

    private final SparingLog unavailable = new SparingLog();
    private final Duplicates duplicates;

    private final EndpointPolicies policies;

    RouteAnswers(Duplicates duplicates, EndpointPolicies policies) {
        this.duplicates = duplicates;
        this.policies = policies;
    }

    /**
     * The last step. The body is the event and the variable {@code stored} is what the inbox said, true for a new event
     * and false for a duplicate. Without it nothing was stored, and this refuses: no edit of the route can acknowledge
     * an event that would then be lost.
     */
    @Bean
    Processor acknowledgement() {
        return exchange -> exchange.setProperty(WebhookEngine.ANSWER, stored(exchange));
    }

    /** After a step that threw: 400 when the request is at fault, 503 for all else, so that Stripe sends it again. */
    @Bean
    Processor refusal() {
        return exchange -> exchange.setProperty(WebhookEngine.ANSWER, refused(exchange));
    }

    private Answer stored(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof VerifiedEvent event)
                || !(exchange.getVariable(STORED) instanceof Boolean isNew)) {
            throw new NotStored("routes/receive.camel.yaml did not store the event: let it call the inbox and keep its"
                    + " answer in the variable '" + STORED + "'");
        }
        Answer answer = new Answer.Stored(event.id(), !isNew);
        if (event.warmUp()) {
            return new Answer.Uncounted(answer);
        }
        if (isNew) {
            policies.stored(event);
        } else {
            duplicates.look(event);
        }
        log.info("{} {} {} endpoint={}", event.id(), event.type(), answer.outcome(), event.endpoint());
        return answer;
    }

    private Answer refused(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof VerifiedEvent event && event.warmUp()) {
            return new Answer.Uncounted(Answer.Refused.NOT_STORED);
        }
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (failure instanceof RejectedWebhook rejected) {
            return rejected.answer();
        }
        String subject = subject(exchange.getMessage());
        if (failure instanceof InboxUnavailable) {
            unavailable.warn(log, subject + " not stored: " + failure.getMessage());
        } else if (failure instanceof NotStored) {
            log.warn("{} not stored: {}", subject, failure.getMessage());
        } else {
            log.error("{} not stored: {}", subject, Failures.oneLine(failure));
        }
        return Answer.Refused.NOT_STORED;
    }

    private static String subject(Message message) {
        return message.getBody() instanceof VerifiedEvent event
                ? event + " endpoint=" + event.endpoint()
                : "endpoint=" + message.getHeader(SignatureVerifier.ENDPOINT);
    }
}
