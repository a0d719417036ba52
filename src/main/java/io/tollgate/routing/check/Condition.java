package io.tollgate.routing.check;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a condition lets through.
 *
 * @param can the event types that it may hold for
 * @param must those that it holds for whatever else is in the event
 * @param byType whether it asks for the type at all
 */
record Condition(Set<String> can, Set<String> must, boolean byType) {
    Condition and(Condition other) {
        return new Condition(both(can, other.can), both(must, other.must), byType || other.byType);
    }

    Condition or(Condition other) {
        return new Condition(either(can, other.can), either(must, other.must), byType || other.byType);
    }

    static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> both = new TreeSet<>(some);
        both.retainAll(others);
        return both;
    }

    private static Set<String> either(Set<String> some, Set<String> others) {
        Set<String> either = new TreeSet<>(some);
        either.addAll(others);
        return either;
    }
}
