package io.tollgate.console.pages;

import io.tollgate.inbox.Traffic.OfType;
import io.tollgate.routing.diagram.FlowDiagram;
import java.util.List;
import java.util.Set;

/**
 * A route on a page.
 *
 * @param types that come to it, in their order
 * @param counts of those of them of which something went through
 * @param paused those of them that are
 * @param place where it stands in the folder; empty when it is none that an event comes to
 */
public record DrawnFlow(
        FlowDiagram diagram, Set<String> types, List<OfType> counts, Set<String> paused, String place) {}
