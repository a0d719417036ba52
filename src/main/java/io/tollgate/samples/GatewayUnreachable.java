package io.tollgate.samples;

/** No gateway answered. The message says what to do. */
public final class GatewayUnreachable extends Exception {
    private static final long serialVersionUID = 1L;

    public GatewayUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
