package io.tollgate.routing.mail;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/** Keeps the message's own headers out of a mail: those of JMS, of the message contract and of Camel. */
final class MailHeaders extends DefaultHeaderFilterStrategy {
    MailHeaders() {
        setOutFilterStartsWith(CAMEL_FILTER_STARTS_WITH);
    }

    @Override
    protected boolean extendedFilter(Direction direction, String key, Object value, Exchange exchange) {
        String name = key.toLowerCase(Locale.ROOT);
        return name.startsWith("jms") || name.startsWith("stripe") || name.startsWith("mailtemplate");
    }
}
