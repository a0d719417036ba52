package io.tollgate.inbox;

import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One thing that narrows it down.
 *
 * @param argument what the question mark in {@code sql} stands for; gives null where there is none
 */
record Criterion(String name, Object value, String sql, Supplier<Object> argument) {
    private static final Set<String> INDEXED = Set.of("status", "object", "error", "aside");

    /** Whether an index has what it finds. */
    boolean isIndexed() {
        return INDEXED.contains(name) && !EventFilter.Status.ROUTED.equals(value) && !Boolean.FALSE.equals(value);
    }

    boolean isTime() {
        return value instanceof Instant;
    }
}
