package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.Pauses.Pause;
import io.tollgate.inbox.RouteSets;
import io.tollgate.inbox.Traffic;
import io.tollgate.inbox.Traffic.OfType;
import io.tollgate.routing.CamelEventRouter;
import io.tollgate.routing.diagram.FlowDiagram;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Where do events go? Each route as it runs, with what went through it in a day. */
@Controller
class RoutesPage {
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final String DIRECT = "direct:";

    private final TemplateEngine templates;
    private final CamelEventRouter router;
    private final Traffic traffic;
    private final RouteSets routeSets;
    private final Pauses pauses;

    RoutesPage(TemplateEngine templates, CamelEventRouter router, Traffic traffic, RouteSets routeSets, Pauses pauses) {
        this.templates = templates;
        this.router = router;
        this.traffic = traffic;
        this.routeSets = routeSets;
        this.pauses = pauses;
    }

    @GetMapping("/console/routes")
    @For(Role.VIEWER)
    Page routes(Frame frame) {
        Map<String, Object> values = new HashMap<>();
        values.put("hash", router.routes());
        values.put("flows", flows(traffic.byType(frame.now().minus(A_DAY))));
        values.put("decisions", routeSets.latest());
        return Page.of(templates, "routes", frame, values);
    }

    private List<DrawnFlow> flows(Collection<OfType> counts) {
        Map<String, OfType> byType = counts.stream().collect(Collectors.toMap(OfType::type, Function.identity()));
        Set<String> paused = pauses.list().stream().map(Pause::type).collect(Collectors.toSet());
        return router.diagrams().stream()
                .map(diagram -> flow(diagram, byType, paused))
                .toList();
    }

    private DrawnFlow flow(FlowDiagram diagram, Map<String, OfType> counts, Set<String> paused) {
        String from = diagram.from().text();
        String name = from.startsWith(DIRECT) ? from.substring(DIRECT.length()) : "";
        Set<String> types = new TreeSet<>(router.map().flows().getOrDefault(name, Set.of()));
        return new DrawnFlow(
                diagram,
                types,
                types.stream().filter(counts::containsKey).map(counts::get).toList(),
                paused.contains(Pauses.ALL)
                        ? types
                        : types.stream().filter(paused::contains).collect(Collectors.toSet()),
                router.map().places().getOrDefault(name, ""));
    }
}
