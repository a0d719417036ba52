package io.tollgate.routing.starter;

import java.util.List;
import java.util.Map;

/** Where a new flow sends to: the steps in the flow, what they need beside it, and what a test expects of them. */
interface Sink {
    /** YAML, in the list of steps of a route. */
    String steps();

    /** The id of the last step that sends. */
    String lastStep();

    /** What else is needed, by its path in the folder of routes. */
    default Map<String, String> files() {
        return Map.of();
    }

    /** YAML, in the list of what a test expects; some lines an item. */
    List<String> expectations();

    /** Lines with the indentation that items of a list of steps have in a flow. */
    static String indented(String steps) {
        return steps.indent(8);
    }
}
