package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.flowtest.FlowTest;
import io.tollgate.routing.flowtest.FlowTestRun;
import io.tollgate.routing.flowtest.InvalidTest;
import io.tollgate.routing.flowtest.TestFolder;
import io.tollgate.routing.flowtest.TestResult;
import io.tollgate.routing.rehearsal.Rehearsal;
import io.tollgate.routing.reload.OfflineRoutes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "test",
        description =
                "Runs the tests of a folder of routes, tests/*.test.yaml: what events are to do. Nothing is sent and"
                        + " nothing is kept.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "The SQL of flows runs in an empty PostgreSQL for the time of the command.",
            "Exit codes: 0 all pass, 1 one fails or there is none, 2 wrong usage. The format: docs/routes.md."
        })
final class Test extends SettingsCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "The folder with router.camel.yaml (tollgate.routes, ./routes)")
    private Path folder;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Tests that have this in their name or the name of their file")
    private String only = "";

    @Option(names = "--junit", paramLabel = "FILE", description = "Writes the results as XML, as a CI reads them")
    private Path junit;

    @Option(
            names = "--database",
            description = "Runs in the gateway's database, by the settings of serve, rolled back within 100 ms each")
    private boolean database;

    @Option(
            names = "--watch",
            description = "Runs them again whenever a file of the folder changes, until it is stopped")
    private boolean watch;

    @Override
    int run(String[] settings) {
        // Nothing but the results is printed: not what Camel logs, which is not set up here.
        LoggingSystem.get(Test.class.getClassLoader()).beforeInitialize();
        ConfigurableEnvironment environment = GivenDatabase.environment(settings);
        Path routes = folder != null ? folder : OfflineRoutes.configured(environment);
        if (database && !GivenDatabase.isGiven(environment)) {
            return failed(
                    "There is no database of a gateway: set SPRING_DATASOURCE_URL as for it, or leave --database out");
        }
        try (GivenDatabase gateways = database ? GivenDatabase.open(environment, settings) : GivenDatabase.NONE) {
            return watch
                    ? new Watched(routes).run(() -> once(routes, environment, gateways))
                    : once(routes, environment, gateways);
        }
    }

    private int once(Path routes, ConfigurableEnvironment environment, GivenDatabase gateways) {
        try {
            List<FlowTest> tests = tests(routes);
            return tests.isEmpty() ? none(routes) : run(tests, routes, environment, gateways);
        } catch (InvalidRouteSet e) {
            e.findings().stream().filter(Finding::isError).forEach(finding -> failed(finding.toString()));
            return failed("Such routes would be refused, and so no test was run: correct them");
        } catch (InvalidTest e) {
            return failed("tests/" + e.getMessage());
        } catch (IOException e) {
            throw new InvalidConfiguration("Not done (" + e + "): give this user the right to it", e);
        }
    }

    private List<FlowTest> tests(Path routes) throws IOException, InvalidTest {
        return TestFolder.of(routes).tests().stream()
                .filter(test -> test.name().contains(only) || test.file().contains(only))
                .toList();
    }

    private int none(Path routes) throws IOException {
        if (junit != null) {
            JUnitXml.write(junit, List.of());
        }
        return failed("There is no test" + (only.isEmpty() ? "" : " with '" + only + "' in its name") + " in "
                + routes.resolve("tests") + ": a test is an item of a file *.test.yaml there, see docs/routes.md");
    }

    private int run(List<FlowTest> tests, Path routes, ConfigurableEnvironment environment, GivenDatabase gateways)
            throws InvalidRouteSet, IOException {
        long start = System.nanoTime();
        FlowTestRun run = new FlowTestRun();
        TestEvents events = new TestEvents(TestFolder.of(routes));
        List<TestResult> results = new ArrayList<>();
        Path data = Path.of(environment.getRequiredProperty("tollgate.data"));
        try (RehearsalPlace place = RehearsalPlace.of(gateways.orNull(), routes, data);
                Rehearsal rehearsal = Rehearsal.of(
                        RouteSetLoader.snapshot(routes),
                        routes,
                        environment,
                        place.database(),
                        OfflineRoutes.queueParts(),
                        run)) {
            for (FlowTest test : tests) {
                TestResult result = run.run(test, rehearsal, events);
                results.add(result);
                print(result);
            }
        }
        return finish(results, (System.nanoTime() - start) / 1e9);
    }

    private void print(TestResult result) {
        if (!isJson()) {
            out().println((result.passes() ? "ok    " : "FAIL  ") + result.title());
            result.differences().forEach(difference -> out().println("      " + difference));
        }
    }

    private int finish(List<TestResult> results, double seconds) throws IOException {
        long failed = results.stream().filter(result -> !result.passes()).count();
        if (junit != null) {
            JUnitXml.write(junit, results);
        }
        if (isJson()) {
            printJson(Map.of("tests", results.stream().map(Test::json).toList(), "failed", failed));
        } else {
            out().println("%d %s, %s, in %.1f s"
                    .formatted(
                            results.size(),
                            results.size() == 1 ? "test" : "tests",
                            failed == 0 ? "none fails" : failed + (failed == 1 ? " fails" : " fail"),
                            seconds));
        }
        return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static Map<String, Object> json(TestResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", result.test().name());
        json.put("file", result.test().file());
        json.put("line", result.test().line());
        json.put("passes", result.passes());
        json.put("differences", result.differences());
        json.put("millis", result.millis());
        return json;
    }
}
