package io.tollgate.faults;

import org.apache.camel.Header;

/** What a flow calls that takes more than itself down. */
public final class Poison {
    static final String DEEP = "poison.deep";
    static final String UNLINKED = "poison.unlinked";
    static final String HALT = "poison.halt";
    static final String ENDLESS = "poison.endless";

    /** @throws Error or never returns */
    public void strike(@Header("stripeEventType") String type) {
        switch (type) {
            case DEEP -> strike(type);
            case UNLINKED -> throw new NoClassDefFoundError("com/example/Forgotten");
            case HALT -> Runtime.getRuntime().halt(1);
            case ENDLESS -> burn();
            default -> throw new IllegalArgumentException(type);
        }
    }

    /** No interrupt ends it, and no closed connection. */
    private static void burn() {
        double value = 1;
        while (value > 0) {
            value = Math.sqrt(value) + 1;
        }
    }
}
