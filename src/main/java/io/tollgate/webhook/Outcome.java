package io.tollgate.webhook;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** What a request came to, and the status that says so. A metric counts by it; with a 400 the answer names it. */
enum Outcome {
    STORED(HttpStatus.OK),
    DUPLICATE(HttpStatus.OK),
    MISSING_SIGNATURE(HttpStatus.BAD_REQUEST),
    MALFORMED_SIGNATURE(HttpStatus.BAD_REQUEST),
    TIMESTAMP_OUT_OF_TOLERANCE(HttpStatus.BAD_REQUEST),
    NO_MATCHING_SIGNATURE(HttpStatus.BAD_REQUEST),
    NOT_AN_EVENT(HttpStatus.BAD_REQUEST),
    FOREIGN_ADDRESS(HttpStatus.FORBIDDEN),
    NO_SUCH_ENDPOINT(HttpStatus.NOT_FOUND),
    NOT_POST(HttpStatus.METHOD_NOT_ALLOWED),
    TOO_SLOW(HttpStatus.REQUEST_TIMEOUT),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS),
    NOT_STORED(HttpStatus.SERVICE_UNAVAILABLE),
    BUSY(HttpStatus.SERVICE_UNAVAILABLE),
    DISPLACED(HttpStatus.SERVICE_UNAVAILABLE),
    NOT_READY(HttpStatus.SERVICE_UNAVAILABLE);

    private final HttpStatus status;

    Outcome(HttpStatus status) {
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }

    /** Whether anybody at all can bring it about: who knows no secret, and has not been kept out already. */
    boolean isOfAnybody() {
        return status.is4xxClientError()
                && this != TIMESTAMP_OUT_OF_TOLERANCE
                && this != FOREIGN_ADDRESS
                && this != TOO_MANY_REQUESTS;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
