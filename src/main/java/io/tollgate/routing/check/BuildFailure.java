package io.tollgate.routing.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.RuntimeCamelException;

/** That Camel could not build or start a route, for a reason that no check has foreseen. */
record BuildFailure(Throwable failure) {
    /** As Camel says it of a step that a module of its own makes work, such as circuitBreaker. */
    private static final Pattern MISSING_MODULE = Pattern.compile("Cannot find (camel-[a-z0-9-]+)");

    private static final Pattern MISSING_LANGUAGE = Pattern.compile("No language could be found for: (\\w+)");

    /** @param model null when nothing has been read */
    void report(RouteModel model, Findings findings) {
        String id = routeId().orElse(null);
        Place place = placeOf(id, model);
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            findings.add(Rule.MISSING_MODULE, place, missing.get());
            return;
        }
        String why = model == null ? FailureText.sentence(failure) : model.sentence(failure);
        findings.add(
                Rule.NOT_BUILDABLE,
                place,
                "Camel cannot build the route" + (id == null ? "s" : " '" + id + "'") + ": " + why + "; correct it");
    }

    private Optional<String> routeId() {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .filter(RuntimeCamelException.class::isInstance)
                .flatMap(cause -> cause instanceof FailedToCreateRouteException failed
                        ? Stream.of(failed.getRouteId())
                        : cause instanceof FailedToStartRouteException failed
                                ? Stream.of(failed.getRouteId())
                                : Stream.empty())
                .findFirst();
    }

    private Optional<String> missing() {
        String sentence = FailureText.sentence(failure);
        Matcher module = MISSING_MODULE.matcher(sentence);
        if (module.find()) {
            return Optional.of(
                    "A step of this route needs " + module.group(1) + ": " + CamelModules.fetch(module.group(1)));
        }
        Matcher language = MISSING_LANGUAGE.matcher(sentence);
        if (language.find()) {
            return CamelModules.ofLanguage(language.group(1))
                    .map(holds ->
                            "The language '" + language.group(1) + "' is not here; " + CamelModules.wayOut(holds));
        }
        return FailureText.missingClass(failure).map(CamelModules::noClass);
    }

    private static Place placeOf(String route, RouteModel model) {
        return Stream.ofNullable(model)
                .flatMap(read -> read.routes().stream())
                .filter(definition -> definition.getRouteId().equals(route))
                .findFirst()
                .map(model::place)
                .orElse(new Place(".", 1, 1));
    }
}
