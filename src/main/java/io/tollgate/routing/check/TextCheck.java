package io.tollgate.routing.check;

import org.snakeyaml.engine.v2.nodes.MappingNode;

/** One kind of thing that a reviewer must look at. */
interface TextCheck {
    void check(ReviewedText text);

    /** For what can only be seen of several options together. */
    default void check(String file, MappingNode options) {}
}
