package io.tollgate.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.ExplicitCamelContextNameStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.context.ApplicationContext;

/** Builds route sets from a folder: loads all files, checks the flows, starts them; or refuses the whole folder. */
final class RouteSetLoader {
    private static final String SUFFIX = ".camel.yaml";

    /** The way into the inbox; it runs in Boot's context, not in a set. */
    private static final String RECEIVE = "receive" + SUFFIX;

    private final ApplicationContext beans;
    private final FlowComponents components;
    private final AtomicInteger generation = new AtomicInteger();

    RouteSetLoader(ApplicationContext beans, FlowComponents components) {
        this.beans = beans;
        this.components = components;
    }

    /**
     * @return a set that runs; its consumers take messages from now on
     * @throws InvalidRouteSet when any file, route or step is refused; then nothing of the folder runs
     */
    RouteSet load(Path folder) throws InvalidRouteSet {
        return load(folder, true);
    }

    /** Without the check, for the tests that show what each refused step would break. */
    RouteSet load(Path folder, boolean check) throws InvalidRouteSet {
        DefaultCamelContext context = newContext();
        try {
            Map<String, String> files = loadRoutes(context, files(folder));
            if (check) {
                refuse(new RefusedSteps(context, files).sentences());
            }
            // Only now: while files load it would keep a routeConfiguration from giving its routes another.
            context.getCamelContextExtension().setErrorHandlerFactory(SilentErrorHandler.definition());
            start(context, files);
            return new RouteSet(context);
        } catch (InvalidRouteSet | RuntimeException e) {
            context.stop();
            throw e;
        }
    }

    private DefaultCamelContext newContext() {
        DefaultCamelContext context = new DefaultCamelContext(new SharedBeans(beans));
        String name = "routes-" + generation.incrementAndGet();
        context.setNameStrategy(new ExplicitCamelContextNameStrategy(name));
        context.getExecutorServiceManager().setThreadNamePattern(name + " #name# #counter#");
        context.disableJMX();
        context.setSourceLocationEnabled(true);
        context.getPropertiesComponent().addPropertiesSource(new SpringProperties(beans.getEnvironment()));
        context.getShutdownStrategy().setTimeout(4);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        context.getManagementStrategy().addEventNotifier(new Destinations());
        components.addTo(context);
        context.build();
        return context;
    }

    private static List<Path> files(Path folder) throws InvalidRouteSet {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .filter(file -> !file.getFileName().toString().equals(RECEIVE))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidRouteSet(List.of("The routes folder " + folder.toAbsolutePath()
                    + " cannot be read: set tollgate.routes (TOLLGATE_ROUTES) to the folder with router.camel.yaml"));
        }
    }

    /** @return the file of each route, by route id */
    private static Map<String, String> loadRoutes(DefaultCamelContext context, List<Path> files)
            throws InvalidRouteSet {
        List<String> sentences = new ArrayList<>();
        Map<String, List<RoutesBuilder>> builders = new LinkedHashMap<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            try {
                var resource = ResourceHelper.fromBytes(name, Files.readAllBytes(file));
                List<RoutesBuilder> found =
                        List.copyOf(PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource));
                for (RoutesBuilder builder : found) {
                    if (builder instanceof RouteConfigurationsBuilder configurations) {
                        context.addRoutesConfigurations(configurations);
                    }
                }
                builders.put(name, found);
            } catch (Exception e) {
                sentences.add(LoadFailure.sentence(name, e));
            }
        }
        Map<String, String> fileOfRoute = new HashMap<>();
        builders.forEach((name, found) -> found.forEach(b -> add(context, name, b, fileOfRoute, sentences)));
        refuse(sentences);
        return fileOfRoute;
    }

    private static void add(
            DefaultCamelContext context,
            String file,
            RoutesBuilder builder,
            Map<String, String> fileOfRoute,
            List<String> sentences) {
        try {
            context.addRoutes(builder);
        } catch (Exception e) {
            sentences.add(LoadFailure.sentence(file, e));
            return;
        }
        if (context.getCamelContextExtension().getErrorHandlerFactory() != null) {
            context.getCamelContextExtension().setErrorHandlerFactory(null);
            sentences.add(file + ": errorHandler at the top of a file would act on the files after it; put it into a"
                    + " routeConfiguration, and name that in the routeConfigurationId of the routes that want it");
        }
        for (RouteDefinition route :
                ((RouteBuilder) builder).getRouteCollection().getRoutes()) {
            String other = fileOfRoute.put(route.getRouteId(), file);
            if (other != null) {
                sentences.add(file + ": route '" + route.getRouteId() + "' has the id of a route in " + other
                        + "; give each route an id of its own");
            }
        }
    }

    private static void start(DefaultCamelContext context, Map<String, String> files) throws InvalidRouteSet {
        try {
            context.start();
        } catch (Exception e) {
            String route = null;
            for (Throwable cause = e; cause != null && route == null; cause = cause.getCause()) {
                if (cause instanceof FailedToCreateRouteException failed) {
                    route = failed.getRouteId();
                } else if (cause instanceof FailedToStartRouteException failed) {
                    route = failed.getRouteId();
                }
            }
            String file = route == null ? "routes" : files.get(route);
            throw new InvalidRouteSet(List.of(LoadFailure.sentence(file, route, e)));
        }
    }

    private static void refuse(List<String> sentences) throws InvalidRouteSet {
        if (!sentences.isEmpty()) {
            throw new InvalidRouteSet(sentences);
        }
    }
}
