package io.tollgate.webhook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;

/**
 * The answer to a request that was not stored, as RFC 9457 writes it.
 *
 * @param detail a sentence that names the fix
 * @param reason only with status 400
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(String type, String title, int status, String detail, String reason) {
    static final String CONTENT_TYPE = "application/problem+json";
    /** Seconds; Stripe keeps a schedule of its own, other senders follow this. */
    static final String RETRY_AFTER = "10";

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

    @JsonIgnore
    boolean retryable() {
        return status == HttpStatus.SERVICE_UNAVAILABLE.value();
    }

    /** Answers with it, unless an answer is on its way already. */
    void writeTo(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        byte[] json = json();
        response.setStatus(status);
        if (retryable()) {
            response.setHeader("Retry-After", RETRY_AFTER);
        }
        response.setContentType(CONTENT_TYPE);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
        response.flushBuffer();
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
