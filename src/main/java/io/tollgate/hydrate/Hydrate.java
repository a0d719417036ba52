package io.tollgate.hydrate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * What flows behind queues call as {@code bean:hydrate}: it gets from Stripe's API what an event leaves out, or has of a moment that is gone. One
 * request a call, and nothing is kept: the next try asks again. Its answer is a map, as {@code variable.event} is.
 */
public final class Hydrate {
    /** By which routes name it. */
    public static final String NAME = "hydrate";

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build());
    private static final String EVENT = "event";
    private static final String ENDPOINT = "stripeEndpoint";

    private final Asking asking;
    private final ObjectPaths paths = new ObjectPaths();

    public Hydrate(Asking asking) {
        this.asking = asking;
    }

    /**
     * The object that the event is about, as Stripe has it now.
     *
     * @throws NotHydrated when there is none, or no answer
     */
    public Map<?, ?> object(Exchange exchange) {
        return answer(about(exchange).object());
    }

    /**
     * The whole event, of which a thin one has the head only.
     *
     * @throws NotHydrated when there is no answer
     */
    public Map<?, ?> event(Exchange exchange) {
        return answer(about(exchange).whole());
    }

    private StripeEvent about(Exchange exchange) {
        Object event = exchange.getVariable(EVENT);
        if (!StripeEvent.isOne(event)) {
            event = read(exchange.getMessage().getBody(String.class));
        }
        if (!StripeEvent.isOne(event)) {
            throw NotHydrated.inVain("hydrate has no event to ask about: let it come before what changes the body, or"
                    + " begin the flow with unmarshal, json and variableReceive: event");
        }
        return new StripeEvent((Map<?, ?>) event, exchange.getMessage().getHeader(ENDPOINT, String.class), paths);
    }

    private static Object read(String body) {
        try {
            return body == null ? null : JSON.readValue(body, Object.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private Map<?, ?> answer(Question question) {
        byte[] answer = asking.ask(question);
        Map<?, ?> found;
        try {
            found = JSON.readValue(answer, Map.class);
        } catch (IOException e) {
            found = null;
        }
        if (found == null) {
            throw NotHydrated.later("What Stripe has answered is no JSON object", null);
        }
        return found;
    }

    /** Not for flows: why each call would be in vain, as far as that is known before. */
    public static Optional<String> inVain(Hydrate hydrate) {
        return hydrate.asking.inVain();
    }
}
