package io.tollgate.routing.queue;

import io.tollgate.text.Visible;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Why a message is tried no more.
 *
 * @param cause fit for a log: nothing of the payload is in it
 * @param response how the other side's answer begins; it may repeat the payload, so it stays with the message. Null when there is none
 */
record Death(String cause, String response) {
    private static final int LONGEST = 500;

    Death(String cause) {
        this(cause, null);
    }

    static Death of(String cause, Throwable failure) {
        for (Throwable each : PermanentFailure.causes(failure)) {
            if (each instanceof HttpOperationFailedException http && http.getResponseBody() != null) {
                String visible = Visible.of(beginning(http.getResponseBody().strip()));
                return new Death(cause, visible.isEmpty() ? null : beginning(visible));
            }
        }
        return new Death(cause);
    }

    private static String beginning(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
