package io.tollgate.routing.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/**
 * Checks a folder of routes: reads it into a Camel context, and looks at what Camel has read. The same for the command
 * {@code check}, for a start and for a reload.
 */
public final class RouteCheck {
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

    /** Reads all files; for sets that have passed the check, and for the tests that show what each refused step would break. */
    public void read() {
        RouteFiles files = files();
        model = files.read(snapshot);
        KnownTypes types = new KnownTypes(snapshot);
        named = new NamedFlows(model, new Conditions(model, new Evaluations(context, types)), types);
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
        new Review(snapshot, context, folders, findings).check();
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
        KnownTypes types = new KnownTypes(snapshot);
        Evaluations evaluations = new Evaluations(context, types);
        Conditions conditions = new Conditions(model, evaluations);
        named = new NamedFlows(model, conditions, types);
        FlowReach reach = new FlowReach(model, named.byFlow().keySet(), findings);
        ReachingTypes reaching = new ReachingTypes(model, reach, conditions, types, named);
        map = reaching.map(types.known());
        FlowSql sql = new FlowSql(model, findings);
        List<Check> checks = List.of(
                new Settings(settings, context, model.models(), findings),
                () -> named.check(findings),
                new RouteIds(model, findings),
                new References(model, reach, beans, findings),
                new RefusedSteps(model, reach, findings),
                new Hydration(model, reach, findings),
                new LostMessages(model, reach, findings),
                new ExpressionCheck(model, reaching, conditions, evaluations, findings),
                new BodyExpressions(
                        model, new ReceivedBody(model, reach, named.byFlow().keySet()), evaluations, findings),
                new Branches(model, conditions, types, findings),
                new Templates(model, snapshot, findings),
                new MailTemplates(model, snapshot, findings),
                new MailTemplateHeader(model, reach, named.byFlow().keySet(), findings),
                new TableFiles(snapshot, findings),
                sql);
        checks.forEach(Check::check);
        statements = sql.statements();
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
        new Review(snapshot, context, folders, findings).check();
        return findings.sorted();
    }

    private RouteFiles files() {
        return new RouteFiles(context, new CamelModels(PluginHelper.getRuntimeCamelCatalog(context)), findings);
    }

    /** And that Camel could not build or start a route, for a reason that no check has foreseen. */
    public List<Finding> findingsAnd(Throwable failure) {
        new BuildFailure(failure).report(model, findings);
        return findings();
    }

    /** Which event types come to each flow that the relay calls, by its name; after the check. */
    public Map<String, Set<String>> map() {
        return map;
    }

    /** Where each flow stands, by its name. */
    public Map<String, String> flowPlaces() {
        return model.flows().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, flow -> place(flow.getValue())));
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

    /** Whether a flow asks Stripe. */
    public boolean hydrates() {
        return Hydration.isIn(model);
    }

    public boolean isRefused() {
        return findings.hasErrors();
    }

    /** Where a step or a route stands, such as {@code refunds.camel.yaml:12}; empty for what stands in no file. */
    public String place(Object definition) {
        YamlStep yaml = model.yaml().yaml(definition);
        return yaml == null ? "" : yaml.place().file() + ":" + yaml.place().line();
    }

    /** By place; errors and warnings. */
    public List<Finding> findings() {
        return findings.sorted();
    }
}
