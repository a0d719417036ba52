package io.tollgate.routing.queue;

import io.tollgate.hydrate.NotHydrated;
import jakarta.mail.MessagingException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Which failures of a flow no retry mends. A server's 401, 403 or 404 is none: a token that is being changed, or a deployment, must
 * not cost a day of payments.
 */
public final class PermanentFailure {
    /** What is wrong is the request: malformed, gone, too large, of a kind or with a content that is not taken. */
    private static final Set<Integer> HTTP = Set.of(400, 410, 413, 415, 422);
    /** What it refers to may be with an event that is still to come. */
    private static final String FOREIGN_KEY = "23503";

    private PermanentFailure() {}

    public static boolean is(Throwable failure) {
        List<Throwable> causes = causes(failure);
        return causes.stream().anyMatch(PermanentFailure::isRefused) || isRefusedMail(causes);
    }

    private static boolean isRefused(Throwable cause) {
        if (cause instanceof HttpOperationFailedException http) {
            return HTTP.contains(http.getStatusCode());
        }
        return cause instanceof NotHydrated none && none.isInVain()
                || cause instanceof UnsendableMessage
                || cause instanceof SQLException sql && isOfTheRow(sql.getSQLState());
    }

    /** SQLSTATE of class 22, a value that does not fit, or 23, a constraint. */
    private static boolean isOfTheRow(String state) {
        return state != null && (state.startsWith("22") || state.startsWith("23")) && !state.equals(FOREIGN_KEY);
    }

    /** 5xx on each recipient, or on the text; a 4xx, a refused login or sender and a server that does not answer pass. */
    private static boolean isRefusedMail(List<Throwable> causes) {
        List<Integer> codes = new ArrayList<>();
        for (Throwable cause : causes) {
            if (cause instanceof SMTPAddressFailedException refused) {
                codes.add(refused.getReturnCode());
            } else if (cause instanceof SMTPSendFailedException refused
                    && !refused.getCommand().startsWith("MAIL")) {
                codes.add(refused.getReturnCode());
            }
        }
        return !codes.isEmpty() && codes.stream().allMatch(code -> code >= 500);
    }

    /** From the outermost on, with those that a mail's failure has beside it. */
    public static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        Throwable cause = failure;
        while (cause != null && !causes.contains(cause)) {
            causes.add(cause);
            Exception next = cause instanceof MessagingException mail ? mail.getNextException() : null;
            cause = next == null ? cause.getCause() : next;
        }
        return causes;
    }
}
