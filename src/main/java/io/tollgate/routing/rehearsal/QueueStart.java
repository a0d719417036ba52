package io.tollgate.routing.rehearsal;

/**
 * A flow that takes messages, and in a rehearsal is called.
 *
 * @param route its id
 * @param uri where it takes them from, as its file says
 */
record QueueStart(String route, String uri) {
    /** The name by which it is called. */
    String name() {
        return "rehearsed-" + route;
    }
}
