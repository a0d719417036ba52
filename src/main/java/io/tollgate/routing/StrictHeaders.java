package io.tollgate.routing;

import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * Keeps out of a flow, and out of what it sends, each property of a message that Camel's components would obey: whoever may
 * write to a queue would choose the SQL, the file, the destination or the mail server of the flow that starts there. JMS
 * names are looked at as Camel reads them, with {@code _DOT_} for a dot, and without regard to case, since headers have none.
 */
final class StrictHeaders extends JmsHeaderFilterStrategy {
    private static final String[] OBEYED = {"Camel", "org.apache.camel", "mail.smtp"};

    @Override
    protected boolean extendedFilter(
            HeaderFilterStrategy.Direction direction, String key, Object value, Exchange exchange) {
        return isObeyed(key);
    }

    static boolean isObeyed(String property) {
        String name = property.replace("_DOT_", ".").replace("_HYPHEN_", "-");
        for (String prefix : OBEYED) {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }
}
