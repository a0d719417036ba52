package io.tollgate.routing;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Keeps out of a flow, and out of what it sends, each property of a message that Camel's components would obey: whoever may
 * write to a queue would choose the SQL, the file, the destination or the mail server of the flow that starts there. JMS
 * names are looked at as Camel reads them, with {@code _DOT_} for a dot, and without regard to case, since headers have none.
 */
final class StrictHeaders extends JmsHeaderFilterStrategy {
    /** By which a stranger would speak for the flow to an HTTP server, or make another kind of mail. */
    private static final Set<String> OF_THE_FLOW = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "host",
            "content-type",
            "contenttype",
            "content-encoding");

    private static final String[] OBEYED = {"Camel", "org.apache.camel", "mail.smtp"};

    @Override
    protected boolean extendedFilter(
            HeaderFilterStrategy.Direction direction, String key, Object value, Exchange exchange) {
        return isObeyed(key)
                || direction == Direction.IN
                        && OF_THE_FLOW.contains(decoded(key).toLowerCase(Locale.ROOT));
    }

    static boolean isObeyed(String property) {
        String name = decoded(property);
        for (String prefix : OBEYED) {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }

    private static String decoded(String property) {
        return property.replace("_DOT_", ".").replace("_HYPHEN_", "-");
    }
}
