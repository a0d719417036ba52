package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What a relay thread takes up. */
interface Lane {
    /** Attempts and settles a claim. */
    interface Attempts {
        void attempt(List<Entry> claimed);
    }

    /**
     * Claims what is due, and attempts it.
     *
     * @return whether anything was due
     */
    boolean round(Attempts attempts, BooleanSupplier stopping);

    /** Something may be due: the next round looks into the database. */
    default void look() {}

    /** How long until it is worth while to look again, unless it is woken. */
    Duration untilNextLook();
}
