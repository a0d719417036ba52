package io.tollgate.webhook;

import io.tollgate.inbox.Arrival;
import io.tollgate.inbox.NotStored;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.support.DefaultConsumer;

/**
 * Lets {@code receive.camel.yaml} consume from {@code platform-http:/webhooks/stripe/{endpoint}}: runs the route on the
 * request's own thread, with the raw bytes, the signature and the endpoint, and with nothing else that a sender could
 * bring along.
 */
final class WebhookEngine implements PlatformHttpEngine {
    /** By which Camel looks it up. */
    static final String NAME = "platform-http-engine";

    /** Property of the exchange: an {@link Answer}. Nothing else that the route leaves behind is sent. */
    static final String ANSWER = "tollgateAnswer";

    static final String PATH = "/webhooks/stripe";
    private static final String PATTERN = PATH + "/{" + SignatureVerifier.ENDPOINT + "}";

    private volatile RouteConsumer consumer;

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor route) {
        if (!endpoint.getPath().equals(PATTERN)) {
            throw new IllegalArgumentException(
                    "platform-http takes webhooks only: set its path to " + PATTERN + ", not " + endpoint.getPath());
        }
        return new RouteConsumer(endpoint, route);
    }

    /**
     * @param signature null when the request has none
     * @return what the route answers; 503 when it does not
     * @throws NotStored when the route does not run
     * @throws Exception what the route has thrown and not answered itself
     */
    Answer receive(String endpoint, String signature, byte[] body, Arrival arrival) throws Exception {
        RouteConsumer route = consumer;
        if (route == null) {
            throw new NotStored("No route consumes from platform-http:" + PATTERN + ": restore receive.camel.yaml");
        }
        return route.run(endpoint, signature, body, arrival);
    }

    /** Whether the route that receives runs, and calls nothing but what the gateway brings along. */
    boolean hasOwnStepsOnly() {
        RouteConsumer route = consumer;
        return route != null && OwnSteps.areAllFrom(route.getEndpoint());
    }

    private final class RouteConsumer extends DefaultConsumer implements PlatformHttpConsumer {
        RouteConsumer(PlatformHttpEndpoint endpoint, Processor route) {
            super(endpoint, route);
        }

        @Override
        public PlatformHttpEndpoint getEndpoint() {
            return (PlatformHttpEndpoint) super.getEndpoint();
        }

        private Answer run(String endpoint, String signature, byte[] body, Arrival arrival) throws Exception {
            Exchange exchange = createExchange(true);
            exchange.setProperty(SignatureVerifier.ARRIVAL, arrival);
            Message message = exchange.getMessage();
            message.setBody(body);
            message.setHeader(SignatureVerifier.ENDPOINT, endpoint);
            if (signature != null) {
                message.setHeader(SignatureVerifier.HEADER, signature);
            }
            Answer answer = null;
            try {
                answer = answer(exchange);
                return answer;
            } finally {
                RequestSpan.end(exchange, answer);
            }
        }

        private Answer answer(Exchange exchange) throws Exception {
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return exchange.getProperty(ANSWER) instanceof Answer answer ? answer : Answer.Refused.NOT_STORED;
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            if (consumer != null) {
                throw new IllegalStateException("Two routes consume from platform-http:" + PATTERN + ": leave one");
            }
            consumer = this;
        }

        @Override
        protected void doStop() throws Exception {
            if (consumer == this) {
                consumer = null;
            }
            super.doStop();
        }
    }
}
