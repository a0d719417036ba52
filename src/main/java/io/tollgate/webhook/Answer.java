package io.tollgate.webhook;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.http.HttpStatus;

/** What a request is answered with. */
record Answer(int status, String contentType, byte[] body) {
    /** Seconds; Stripe keeps a schedule of its own, other senders follow this. */
    private static final String RETRY_AFTER = "10";

    /**
     * The answer that the route has put into its message. An unforeseen failure must not tell Stripe that the event is at
     * fault, and what has no status acknowledges nothing: both are 503.
     */
    static Answer of(Message message) {
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (status == null || status >= 500 && status != HttpStatus.SERVICE_UNAVAILABLE.value()) {
            return Problem.notStored().answer();
        }
        return new Answer(
                status, message.getHeader(Exchange.CONTENT_TYPE, String.class), message.getBody(byte[].class));
    }

    /** Leaves it in the message of the route. */
    void putInto(Message message) {
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        message.setBody(body);
    }

    /** Answers with it, unless an answer is on its way already. */
    void writeTo(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.setStatus(status);
        if (status == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            response.setHeader("Retry-After", RETRY_AFTER);
        }
        if (contentType != null) {
            response.setContentType(contentType);
        }
        byte[] bytes = body == null ? new byte[0] : body;
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }
}
