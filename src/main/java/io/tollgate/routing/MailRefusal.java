package io.tollgate.routing;

import io.tollgate.text.Reason;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Why a mail was not sent. As a predicate: whether the mail server refused it in a way that no retry mends, 5xx on a
 * recipient or on the text; a 4xx, a refused login or sender and a server that does not answer are worth a retry. As a
 * processor: notes the reason in the header {@code mailRefusal}, without what the message in the body says.
 */
final class MailRefusal implements Predicate, Processor {
    @Override
    public boolean matches(Exchange exchange) {
        List<Integer> codes = new ArrayList<>();
        for (Throwable cause : causes(exchange)) {
            if (cause instanceof SMTPAddressFailedException refused) {
                codes.add(refused.getReturnCode());
            } else if (cause instanceof SMTPSendFailedException refused
                    && !refused.getCommand().startsWith("MAIL")) {
                codes.add(refused.getReturnCode());
            }
        }
        return !codes.isEmpty() && codes.stream().allMatch(code -> code >= 500);
    }

    @Override
    public void process(Exchange exchange) {
        List<Throwable> causes = causes(exchange);
        Throwable root = causes.get(causes.size() - 1);
        byte[] payload = exchange.getMessage().getBody(byte[].class);
        exchange.getMessage().setHeader("mailRefusal", Reason.of(root, Collections.singletonList(payload)));
    }

    private static List<Throwable> causes(Exchange exchange) {
        Throwable cause = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        List<Throwable> causes = new ArrayList<>();
        while (cause != null && !causes.contains(cause)) {
            causes.add(cause);
            Exception next = cause instanceof MessagingException mail ? mail.getNextException() : null;
            cause = next == null ? cause.getCause() : next;
        }
        return causes;
    }
}
