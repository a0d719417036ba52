package io.tollgate.routing;

import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Whether the mail server refused a mail in a way that no retry mends: 5xx on a recipient or on the text. A 4xx, a
 * refused login or sender and a server that does not answer are worth a retry.
 */
final class RefusedForGood implements Predicate {
    @Override
    public boolean matches(Exchange exchange) {
        Throwable failure = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        List<Integer> codes = new ArrayList<>();
        collect(failure, codes);
        return !codes.isEmpty() && codes.stream().allMatch(code -> code >= 500);
    }

    private static void collect(Throwable failure, List<Integer> codes) {
        if (failure instanceof SMTPAddressFailedException refused) {
            codes.add(refused.getReturnCode());
        } else if (failure instanceof SMTPSendFailedException refused
                && !refused.getCommand().startsWith("MAIL")) {
            codes.add(refused.getReturnCode());
        }
        Throwable next = failure instanceof MessagingException mail && mail.getNextException() != null
                ? mail.getNextException()
                : failure == null ? null : failure.getCause();
        if (next != null && next != failure) {
            collect(next, codes);
        }
    }
}
