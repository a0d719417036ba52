package io.tollgate.inbox;

import java.util.Set;

/** Which event types have a flow in the routes that run now. */
@FunctionalInterface
public interface WantedTypes {
    /** By their names; empty as long as no routes run. */
    Set<String> now();
}
