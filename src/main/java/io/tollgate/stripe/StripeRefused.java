package io.tollgate.stripe;

/** Stripe's API refuses a request, and would refuse it again. */
public final class StripeRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String said;

    /**
     * @param status of HTTP, 400 to 499
     * @param code Stripe's, such as {@code resource_missing}; null when there is none
     * @param said Stripe's own sentence; null when there is none
     * @param message names no payload and no secret
     */
    StripeRefused(int status, String code, String said, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
        this.said = said;
    }

    public int status() {
        return status;
    }

    /** Null when there is none. */
    public String code() {
        return code;
    }

    /** Stripe's own sentence, which may quote what was asked: for whoever asked it, and no log. Null when there is none. */
    public String said() {
        return said;
    }

    /** Whether the key lacks a permission, or is none. */
    public boolean isForTheKey() {
        return status == 401 || status == 403;
    }
}
