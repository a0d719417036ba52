package io.tollgate.routing.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/**
 * Checks a folder of routes: reads it into a Camel context, and looks at what Camel has read. The same for the command
 * {@code check}, for a start and for a reload.
 */
public final class RouteCheck {
    /** As Camel says it of a step that a module of its own makes work, such as circuitBreaker. */
    private static final Pattern MISSING_MODULE = Pattern.compile("Cannot find (camel-[a-z0-9-]+)");

    private static final Pattern MISSING_LANGUAGE = Pattern.compile("No language could be found for: (\\w+)");

    private final Snapshot snapshot;
    private final DefaultCamelContext context;
    private final CamelSettings settings;
    private final Findings findings = new Findings();
    private RouteModel model;
    private List<SqlStatement> statements = List.of();
    private Map<String, Set<String>> map = Map.of();
    private NamedFlows named;

    /** @param context built, but not started, with the components that flows may use; it gets the routes */
    public RouteCheck(Snapshot snapshot, DefaultCamelContext context, CamelSettings settings) {
        this.snapshot = snapshot;
        this.context = context;
        this.settings = settings;
    }

    /** Reads all files; for the tests that show what each refused step would break. */
    public void read() {
        RouteFiles files = files();
        model = files.read(snapshot);
    }

    /**
     * Reads and checks all files.
     *
     * @param beans the names of those that routes may name
     * @param folders that flows may use, and may not
     * @param strict whether each warning refuses the set; then nothing of a folder is even read by Camel when a reviewer
     *     must look at it
     */
    public void check(Set<String> beans, GatewayFolders folders, boolean strict) {
        new Review(context, folders, findings).check(snapshot);
        if (!strict || !findings.hasWarnings()) {
            checkRoutes(beans);
        }
        if (strict && findings.hasWarnings()) {
            findings.add(
                    Rule.STRICT,
                    new Place(".", 1, 1),
                    "With tollgate.routes.strict=true (TOLLGATE_ROUTES_STRICT) a warning refuses the routes; mend each of"
                            + " those here, or have them looked at and set it to false");
        }
    }

    private void checkRoutes(Set<String> beans) {
        RouteFiles files = files();
        model = files.read(snapshot);
        new Settings(context, model.models(), findings).check(settings);
        KnownTypes types = new KnownTypes(snapshot);
        Evaluations evaluations = new Evaluations(context, types);
        Conditions conditions = new Conditions(model, evaluations);
        named = new NamedFlows(model, conditions, types);
        named.check(findings);
        FlowReach reach = new FlowReach(model, named.byFlow().keySet(), findings);
        new RouteIds(model, findings).check();
        new References(model, beans, findings).check();
        new RefusedSteps(model, findings).check(reach.underRelay());
        new LostMessages(model, reach, findings).check();
        ExpressionCheck expressions = new ExpressionCheck(model, conditions, evaluations, findings);
        ReachingTypes reaching = new ReachingTypes(model, reach, conditions, types, named);
        reaching.visit(expressions::check);
        map = reaching.map(types.known());
        new Branches(model, conditions, types, findings).check();
        new Templates(model, snapshot, findings).check();
        new TableFiles(snapshot, findings).check();
        statements = new FlowSql(model, findings).check();
        if (files.isComplete()) {
            reach.check();
        }
    }

    /**
     * What a reviewer must look at in the files, which Camel has not read by then.
     *
     * @param context built, but not started; it gets nothing
     * @return by place, warnings only
     */
    public static List<Finding> review(Snapshot snapshot, CamelContext context, GatewayFolders folders) {
        Findings findings = new Findings();
        new Review(context, folders, findings).check(snapshot);
        return findings.sorted();
    }

    private RouteFiles files() {
        return new RouteFiles(context, new CamelModels(PluginHelper.getRuntimeCamelCatalog(context)), findings);
    }

    /** And that Camel could not build or start a route, for a reason that no rule has foreseen. */
    public List<Finding> findingsAnd(Throwable failure) {
        String id = null;
        for (Throwable cause = failure; cause != null && id == null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException failed) {
                id = failed.getRouteId();
            } else if (cause instanceof FailedToStartRouteException failed) {
                id = failed.getRouteId();
            }
        }
        Optional<String> missing = missing(failure);
        if (missing.isPresent()) {
            findings.add(Rule.MISSING_MODULE, placeOf(id), missing.get());
            return findings();
        }
        String why = model == null ? FailureText.sentence(failure) : model.sentence(failure);
        findings.add(
                Rule.NOT_BUILDABLE,
                placeOf(id),
                "Camel cannot build the route" + (id == null ? "s" : " '" + id + "'") + ": " + why + "; correct it");
        return findings();
    }

    private static Optional<String> missing(Throwable failure) {
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

    private Place placeOf(String route) {
        return Stream.ofNullable(model)
                .flatMap(read -> read.routes().stream())
                .filter(definition -> definition.getRouteId().equals(route))
                .findFirst()
                .map(definition -> model.place(definition))
                .orElse(new Place(".", 1, 1));
    }

    /** Which event types come to each flow that the relay calls, by its name; after the check. */
    public Map<String, Set<String>> map() {
        return map;
    }

    /** Of them, the flows that get their events by their name alone. */
    public Set<String> byName() {
        return named == null ? Set.of() : named.byFlow().keySet();
    }

    /** Lets events reach the flows that have the name of their type; before the context is started. */
    public void addNamedFlows() {
        if (named != null) {
            named.addToRouter();
        }
    }

    /** Of the flows, which only their database can check. */
    public List<SqlStatement> statements() {
        return statements;
    }

    public boolean isRefused() {
        return findings.hasErrors();
    }

    /** By place; errors and warnings. */
    public List<Finding> findings() {
        return findings.sorted();
    }
}
