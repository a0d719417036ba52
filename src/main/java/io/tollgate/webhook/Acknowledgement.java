package io.tollgate.webhook;

import io.tollgate.inbox.NotStored;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.webhook.WebhookMetrics.Outcome;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Answers 200. The last step of the route: the body is the event and the variable {@code stored} is what the inbox said,
 * true for a new event and false for a duplicate. Without it nothing was stored, and this refuses: no edit of the route
 * can acknowledge an event that would then be lost.
 */
@Component
class Acknowledgement implements Processor {
    static final String STORED = "stored";
    private static final Logger log = LoggerFactory.getLogger(Acknowledgement.class);

    private final WebhookMetrics metrics;

    Acknowledgement(WebhookMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof VerifiedEvent event)
                || !(exchange.getVariable(STORED) instanceof Boolean stored)) {
            throw new NotStored("routes/receive.camel.yaml did not store the event: let it call the inbox and keep its"
                    + " answer in the variable '" + STORED + "'");
        }
        metrics.count(event.endpoint(), stored ? Outcome.STORED : Outcome.DUPLICATE);
        log.info("{} {} {} endpoint={}", event.id(), event.type(), stored ? "stored" : "duplicate", event.endpoint());
        String json = "{\"received\":true,\"id\":\"" + event.id() + "\",\"duplicate\":" + !stored + "}";
        new Answer(200, "application/json", json.getBytes(StandardCharsets.UTF_8)).putInto(message);
    }
}
