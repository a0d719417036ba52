package io.tollgate.routing;

import java.util.List;

/** A folder of routes that is refused as a whole. Each sentence names the file, the route, the step and the way out. */
public final class InvalidRouteSet extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> sentences;

    InvalidRouteSet(List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = List.copyOf(sentences);
    }

    public List<String> sentences() {
        return sentences;
    }
}
