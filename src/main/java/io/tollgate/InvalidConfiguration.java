package io.tollgate;

/** A setting or a surrounding that keeps the gateway from starting. The message names it and the way out; it holds no secret. */
public class InvalidConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidConfiguration(String message) {
        super(message);
    }

    public InvalidConfiguration(String message, Throwable cause) {
        super(message, cause);
    }
}
