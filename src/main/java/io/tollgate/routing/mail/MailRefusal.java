package io.tollgate.routing.mail;

import io.tollgate.routing.queue.PermanentFailure;
import io.tollgate.text.Reason;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;

/**
 * Why a mail was not sent, for a mail flow of before, which sees to it by itself. As a predicate: whether no retry mends it. As a
 * processor: notes the reason in the header {@code mailRefusal}, without what the message in the body says.
 */
public final class MailRefusal implements Predicate, Processor {
    @Override
    public boolean matches(Exchange exchange) {
        return PermanentFailure.is(thrown(exchange));
    }

    @Override
    public void process(Exchange exchange) {
        List<Throwable> causes = PermanentFailure.causes(thrown(exchange));
        Throwable root = causes.get(causes.size() - 1);
        byte[] payload = exchange.getMessage().getBody(byte[].class);
        exchange.getMessage().setHeader("mailRefusal", Reason.of(root, Collections.singletonList(payload)));
    }

    private static Throwable thrown(Exchange exchange) {
        return exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }
}
