package io.tollgate.inbox;

import com.stripe.model.v2.EventNotificationClassLookup;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stripe's event types. As labels of metrics, so that what is sent cannot make more and more of them. */
public final class EventTypes {
    public static final String OTHER = "other";

    private static final Set<String> KNOWN = Stream.concat(
                    Arrays.stream(EnabledEvent.values()).map(EnabledEvent::getValue),
                    EventNotificationClassLookup.eventClassLookup.keySet().stream())
            .filter(type -> !type.equals("*"))
            .collect(Collectors.toUnmodifiableSet());

    private EventTypes() {}

    /** Those that stripe-java knows, of snapshot events and of thin ones. */
    public static Set<String> known() {
        return KNOWN;
    }

    /** The type itself when it is one of Stripe's, else {@link #OTHER}. */
    public static String label(String type) {
        return KNOWN.contains(type) ? type : OTHER;
    }
}
