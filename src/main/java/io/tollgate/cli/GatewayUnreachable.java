package io.tollgate.cli;

/** No gateway answered. The message says what to do. */
final class GatewayUnreachable extends Exception {
    private static final long serialVersionUID = 1L;

    GatewayUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
