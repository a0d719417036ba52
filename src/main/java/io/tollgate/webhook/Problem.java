package io.tollgate.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.http.HttpStatus;

/**
 * The answer to a request that was not stored, as RFC 9457 writes it.
 *
 * @param detail a sentence that names the fix
 * @param reason only with status 400
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(String type, String title, int status, String detail, String reason) {
    private static final String CONTENT_TYPE = "application/problem+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static Problem of(HttpStatus status, String detail) {
        return new Problem("about:blank", status.getReasonPhrase(), status.value(), detail, null);
    }

    static Problem of(RejectedWebhook rejected) {
        HttpStatus status = HttpStatus.BAD_REQUEST;
        return new Problem(
                "about:blank",
                status.getReasonPhrase(),
                status.value(),
                rejected.getMessage(),
                rejected.reason().toString());
    }

    static Problem notStored() {
        return of(HttpStatus.SERVICE_UNAVAILABLE, "The event could not be stored. Send it again later.");
    }

    Answer answer() {
        try {
            return new Answer(status, CONTENT_TYPE, JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
