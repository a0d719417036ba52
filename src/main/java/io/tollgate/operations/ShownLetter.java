package io.tollgate.operations;

import io.tollgate.deadletter.DeadLetter;
import java.time.Instant;

/**
 * What is shown of a dead letter.
 *
 * @param response masked, or as it is
 */
public record ShownLetter(
        String id,
        String queue,
        String event,
        String type,
        Instant sent,
        Instant since,
        int deliveries,
        String cause,
        String response) {
    public static ShownLetter masked(DeadLetter letter) {
        return of(letter, letter.maskedResponse());
    }

    public static ShownLetter revealed(DeadLetter letter) {
        return of(letter, letter.response());
    }

    private static ShownLetter of(DeadLetter letter, String response) {
        return new ShownLetter(
                letter.id(),
                letter.queue(),
                letter.event(),
                letter.type(),
                letter.sent(),
                letter.since(),
                letter.deliveries(),
                letter.cause(),
                response);
    }

    /** The cause and the response, on one line. */
    public String why() {
        String known = cause == null ? "unknown" : cause;
        return response == null ? known : known + "; response: " + response;
    }
}
