package io.tollgate.warmup;

/** Where a warm-up posts its events to. */
public interface WarmUpTarget {
    /** Of the URL, without a context path. */
    String path();

    /**
     * How many requests at once leave room for those of others; 0 when there is to be no warm-up.
     *
     * @param bodyBytes of each request, at most
     */
    int connections(int bodyBytes);

    /** Signs as Stripe would just now: what stands in the header {@code Stripe-Signature}. */
    String signature(byte[] body);
}
