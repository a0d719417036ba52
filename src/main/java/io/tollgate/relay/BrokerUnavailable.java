package io.tollgate.relay;

/** A step needed the broker, and no session with it could be had. The infrastructure's failure, not the event's. */
final class BrokerUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
