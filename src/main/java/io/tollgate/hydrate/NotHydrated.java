package io.tollgate.hydrate;

import java.time.Duration;

/**
 * Why a flow did not get what it has asked Stripe for. Has no cause, whose text would be told in place of its own, and names no payload and no
 * secret.
 */
public final class NotHydrated extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean inVain;
    private final transient Duration pause;

    private NotHydrated(String message, boolean inVain, Duration pause) {
        super(message);
        this.inVain = inVain;
        this.pause = pause;
    }

    /**
     * It may be asked again.
     *
     * @param pause how long Stripe wants to be left alone; null when it does not say
     */
    public static NotHydrated later(String message, Duration pause) {
        return new NotHydrated(message, false, pause);
    }

    /** The same question would have the same answer. */
    public static NotHydrated inVain(String message) {
        return new NotHydrated(message, true, null);
    }

    public boolean isInVain() {
        return inVain;
    }

    public Duration pause() {
        return pause == null ? Duration.ZERO : pause;
    }
}
