package io.tollgate.routing.check;

import java.util.List;
import java.util.stream.Collectors;

/** A folder of routes that is refused as a whole. */
public final class InvalidRouteSet extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public InvalidRouteSet(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /** By place; errors and warnings. */
    public List<Finding> findings() {
        return findings;
    }
}
