package io.tollgate.stripe;

/** Stripe's API refuses a request, and would refuse it again. */
public final class StripeRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status of HTTP, 400 to 499
     * @param code Stripe's, such as {@code resource_missing}; null when there is none
     * @param message names no payload and no secret
     */
    StripeRefused(int status, String code, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    /** Null when there is none. */
    public String code() {
        return code;
    }

    /** Whether the key lacks a permission, or is none. */
    public boolean isForTheKey() {
        return status == 401 || status == 403;
    }
}
