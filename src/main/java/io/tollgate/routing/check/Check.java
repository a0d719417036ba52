package io.tollgate.routing.check;

/** Looks through a set of routes for the mistakes of one kind, and adds what it finds to the findings of the set. */
interface Check {
    void check();
}
