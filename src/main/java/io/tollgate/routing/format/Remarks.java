package io.tollgate.routing.format;

import java.util.ArrayList;
import java.util.List;

/** The comments that go with a part of YAML, each with its {@code #}; an empty one is an empty line. */
final class Remarks {
    private final List<String> before = new ArrayList<>();
    private final List<String> beside = new ArrayList<>();
    private final List<String> after = new ArrayList<>();

    /** On lines of their own, above it. */
    List<String> before() {
        return before;
    }

    /** At the end of its line; one, but for what cannot be helped. */
    List<String> beside() {
        return beside;
    }

    /** On lines of their own below it, and as far to the right. */
    List<String> after() {
        return after;
    }
}
