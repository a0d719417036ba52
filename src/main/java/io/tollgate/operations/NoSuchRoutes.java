package io.tollgate.operations;

import io.tollgate.InvalidConfiguration;

/** No route set that is kept is meant, or more than one may be. */
public final class NoSuchRoutes extends InvalidConfiguration {
    private static final long serialVersionUID = 1;

    NoSuchRoutes(String sentence) {
        super(sentence);
    }
}
