package io.tollgate.relay;

import java.util.HashSet;
import java.util.Set;

/** The event types that are held back now, and from what. */
record Held(Broker broker, Runaways runaways, Breaker breaker) {
    /** From every attempt: they wait for the broker, or for attempts that do not end. */
    Set<String> fromAll() {
        Set<String> types = new HashSet<>(broker.heldTypes());
        types.addAll(runaways.heldTypes());
        return types;
    }

    /** From a first attempt: those too whose flow keeps failing. */
    Set<String> fromTheFirst() {
        Set<String> types = fromAll();
        types.addAll(breaker.openTypes());
        return types;
    }

    /** From a retry: those too of which one has hung. */
    Set<String> fromRetries() {
        Set<String> types = fromAll();
        types.addAll(breaker.restingTypes());
        return types;
    }

    /** Whose breaker is due to try one. */
    Set<String> toBeTried() {
        Set<String> types = breaker.dueTypes();
        types.removeAll(fromAll());
        return types;
    }
}
