package io.tollgate.routing;

import io.tollgate.hydrate.Hydrate;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.GatewayFolders;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.RouteCheck;
import io.tollgate.routing.check.Rule;
import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.impl.engine.ExplicitCamelContextNameStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Builds route sets: reads and checks all files of a folder, and builds the flows; or refuses the whole folder. */
public final class RouteSetLoader {
    private static final Logger log = LoggerFactory.getLogger(RouteSetLoader.class);

    private final Environment environment;
    private final Map<String, Object> beans;
    private final FlowComponents components;
    private final boolean strict;
    private final Staging staging;
    private final AtomicInteger generation = new AtomicInteger();

    /** @param beans what routes may name in a {@code ref:} */
    public RouteSetLoader(Environment environment, Map<String, Object> beans, FlowComponents components) {
        this(environment, beans, components, Staging.NONE);
    }

    /** @param staging for sets that are only rehearsed */
    public RouteSetLoader(
            Environment environment, Map<String, Object> beans, FlowComponents components, Staging staging) {
        this.staging = staging;
        this.environment = environment;
        this.beans = beans;
        this.components = components;
        this.strict = isStrict(environment);
    }

    /** {@code tollgate.routes.strict}. */
    static boolean isStrict(Environment environment) {
        return Binder.get(environment)
                .bind("tollgate.routes.strict", Boolean.class)
                .orElse(false);
    }

    /** @throws InvalidRouteSet also when the folder cannot be read */
    public static Snapshot snapshot(Path folder) throws InvalidRouteSet {
        try {
            return Snapshot.of(folder);
        } catch (IOException e) {
            throw new InvalidRouteSet(List.of(new Finding(
                    Rule.FOLDER,
                    ".",
                    1,
                    1,
                    "The routes folder " + folder.toAbsolutePath().normalize() + " cannot be read (" + e.getMessage()
                            + "): set tollgate.routes (TOLLGATE_ROUTES) to the folder with router.camel.yaml")));
        }
    }

    /**
     * Builds a set and starts its flows, but lets nothing consume from a queue yet; no broker and no database is needed.
     *
     * @param location where the files of the snapshot are; what {@code {{tollgate.routes}}} means in them
     * @throws InvalidRouteSet when there is any error, or any warning with {@code tollgate.routes.strict}; then nothing of
     *     the folder runs
     */
    public RouteSet build(Snapshot snapshot, Path location) throws InvalidRouteSet {
        return build(snapshot, location, true);
    }

    /**
     * The same without the check, which takes seconds: for a set that has passed it, or that is only looked at.
     *
     * @throws InvalidRouteSet when the folder cannot be read, or not be built
     */
    public RouteSet buildUnchecked(Snapshot snapshot, Path location) throws InvalidRouteSet {
        RouteSet set = build(snapshot, location, false);
        List<Finding> findings = set.warnings();
        if (findings.stream().anyMatch(Finding::isError)) {
            set.close();
            throw new InvalidRouteSet(findings);
        }
        return set;
    }

    /** Unchecked, it is also for the tests that show what each refused step would break. */
    RouteSet build(Snapshot snapshot, Path location, boolean checked) throws InvalidRouteSet {
        RouteSetContext context = newContext(location);
        RouteCheck check = new RouteCheck(snapshot, context, components.settings());
        try {
            if (checked) {
                check.check(beans.keySet(), folders(environment, location), strict);
                refuse(check);
            } else {
                check.read();
            }
            // Only now: while files load it would keep a routeConfiguration from giving its routes another.
            context.getCamelContextExtension().setErrorHandlerFactory(SilentErrorHandler.definition());
            return built(snapshot, context, check);
        } catch (InvalidRouteSet e) {
            context.stop();
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            context.stop();
            log.error("routes {}: the check itself has failed", snapshot.hash(), e);
            throw new InvalidRouteSet(check.findingsAnd(e));
        }
    }

    private RouteSet built(Snapshot snapshot, RouteSetContext context, RouteCheck check) throws InvalidRouteSet {
        try {
            check.addNamedFlows();
            staging.prepare(context, check::place);
            context.stage(staging);
            context.start();
            RouteSet routes = new RouteSet(snapshot.hash(), context, check);
            routes.startFlows();
            if (check.hydrates() && beans.get(Hydrate.NAME) instanceof Hydrate hydrate) {
                Hydrate.inVain(hydrate).ifPresent(why -> log.warn("routes {}: {}", snapshot.hash(), why));
            }
            return routes;
        } catch (Exception e) {
            throw new InvalidRouteSet(check.findingsAnd(e));
        }
    }

    /** @param location of the files that are checked, which may be a copy */
    static GatewayFolders folders(Environment environment, Path location) {
        List<Path> closed = Stream.of(
                        environment.getProperty("tollgate.routes", "routes"),
                        environment.getProperty("tollgate.lib", "lib"),
                        "config")
                .map(Path::of)
                .toList();
        return new GatewayFolders(location, Path.of(environment.getProperty("tollgate.data", "data")), closed);
    }

    private static void refuse(RouteCheck check) throws InvalidRouteSet {
        if (check.isRefused()) {
            throw new InvalidRouteSet(check.findings());
        }
    }

    private RouteSetContext newContext(Path location) {
        RouteSetContext context = new RouteSetContext(beans.values());
        // before all else: what the context looks up for itself it keeps
        components.addTo(context);
        String name = "routes-" + generation.incrementAndGet();
        context.setNameStrategy(new ExplicitCamelContextNameStrategy(name));
        context.getExecutorServiceManager().setThreadNamePattern(name + " #name# #counter#");
        context.disableJMX();
        context.setSourceLocationEnabled(true);
        context.setAutoStartup(false);
        new FlowSettings(environment, location).addTo(context);
        context.getShutdownStrategy().setTimeout(4);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        context.getManagementStrategy().addEventNotifier(new Destinations());
        beans.forEach(context.getRegistry()::bind);
        context.build();
        return context;
    }
}
