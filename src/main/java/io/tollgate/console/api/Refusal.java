package io.tollgate.console.api;

import org.springframework.http.HttpStatus;

/** What is wrong with a request, and what to do about it: a problem of this status. */
public class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final HttpStatus status;

    /** @param detail a sentence that names the fix; never a payload or a secret */
    public Refusal(HttpStatus status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    public HttpStatus status() {
        return status;
    }
}
