package io.tollgate.stripe.endpoint;

import java.util.Locale;

/**
 * Something at Stripe that is not as it is to be.
 *
 * @param sentence what it is, and what is done about it; of one that Stripe does not change, the way out
 */
public record Difference(Kind kind, String sentence) {
    public enum Kind {
        CREATE,
        ADOPT,
        SECRET,
        URL,
        TYPES_ADDED,
        TYPES_REMOVED,
        DISABLED,
        DESCRIPTION,
        API_VERSION,
        CONNECT;

        /** As JSON has it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether {@code apply} can do something about it. */
    public boolean canBeChanged() {
        return kind != Kind.API_VERSION && kind != Kind.CONNECT;
    }
}
