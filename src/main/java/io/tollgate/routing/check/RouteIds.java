package io.tollgate.routing.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PatternHelper;

/** Ids and descriptions: each route has both, what sends has an id, no id stands twice, and a named one is there. */
final class RouteIds implements Check {
    private final RouteModel model;
    private final Findings findings;
    /** Of routes and steps together, as Camel wants it. */
    private final Map<String, Place> ids = new HashMap<>();

    RouteIds(RouteModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    @Override
    public void check() {
        model.routes().forEach(this::check);
    }

    private void check(RouteDefinition route) {
        YamlStep yaml = model.yaml().yaml(route);
        if (yaml.option("id").isEmpty()) {
            findings.add(
                    Rule.MISSING_ID,
                    yaml.place(),
                    "The route has no id, so logs and metrics cannot name it; add one, the event type with dashes");
        } else {
            unique(route.getRouteId(), yaml);
        }
        if (yaml.option("description").isEmpty()) {
            findings.add(
                    Rule.MISSING_DESCRIPTION,
                    yaml.place(),
                    "The route has no description; say in one what it is for, comments get lost in Kaoto");
        }
        configurations(route);
        RouteModel.steps(route).forEach(this::check);
    }

    /** Camel takes no notice of a name that no configuration has; then nothing of it is in effect. */
    private void configurations(RouteDefinition route) {
        String named = route.getRouteConfigurationId();
        if (named == null) {
            return;
        }
        List<String> known = model.context().getRouteConfigurationDefinitions().stream()
                .map(RouteConfigurationDefinition::getId)
                .toList();
        for (String name : model.resolved(named).split(",")) {
            if (known.stream().noneMatch(id -> PatternHelper.matchPattern(id, name.strip()))) {
                findings.add(
                        Rule.UNKNOWN_CONFIGURATION,
                        model.placeOf(route, named),
                        "There is no route configuration '" + name.strip() + "'"
                                + NearMatch.question(name.strip(), known) + " Correct the name, or write one with it.");
            }
        }
    }

    private void check(OptionalIdentifiedDefinition<?> step) {
        YamlStep yaml = model.yaml().yaml(step);
        if (step.hasCustomIdAssigned()) {
            unique(step.getId(), yaml);
        } else if (step.getShortName().equals("to") || step.getShortName().equals("toD")) {
            findings.add(
                    Rule.MISSING_ID,
                    yaml.place(),
                    "The step has no id, by which logs and ./tollgate events name it; add one");
        }
    }

    private void unique(String id, YamlStep yaml) {
        Place place = yaml.option("id").map(node -> Place.of(yaml.file(), node)).orElse(yaml.place());
        Place other = ids.putIfAbsent(id, place);
        if (other != null && !other.equals(place)) {
            findings.add(
                    Rule.DUPLICATE_ID,
                    place,
                    "The id '" + id + "' stands at " + other.file() + ":" + other.line()
                            + " too; give each route and each step an id of its own");
        }
    }
}
