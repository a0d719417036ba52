package io.tollgate.alerts;

import java.util.Locale;

/** What a message tells. */
enum Edge {
    BEGAN,
    ENDED,
    TEST;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
