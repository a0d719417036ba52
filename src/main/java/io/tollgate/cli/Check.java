package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.flowtest.TestFolder;
import io.tollgate.routing.flowtest.UntestedFlows;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.routing.reload.OfflineRoutes.Checked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
        name = "check",
        description = "Checks a folder of routes as a start and a reload do; needs no broker, and a database only with"
                + " --database.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Takes Spring settings too, for the placeholders in the routes: --my.setting=value.",
            "Exit codes: 0 no errors, 1 errors, 2 wrong usage. Each rule: docs/checks.md."
        })
final class Check implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FOLDER",
            arity = "0..1",
            description = "The folder with router.camel.yaml (tollgate.routes, ./routes)")
    private Path folder;

    @ArgGroup(exclusive = true)
    private CheckFormat format = new CheckFormat();

    @Option(names = "--strict", description = "A warning counts as an error: tollgate.routes.strict=true")
    private boolean strict;

    @Option(
            names = "--database",
            description = "Asks the gateway's database too, by the settings of serve: tables/ and the SQL of flows;"
                    + " nothing changes there")
    private boolean database;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Override
    public Integer call() {
        if (strict) {
            settings.add("--tollgate.routes.strict=true");
        }
        String[] springSettings = SpringSettings.checked(settings, spec.commandLine());
        // Nothing but the findings is printed: not what Camel logs, which is not set up here.
        LoggingSystem.get(Check.class.getClassLoader()).beforeInitialize();
        ConfigurableEnvironment environment = OfflineRoutes.environment(springSettings);
        Path routes = folder != null ? folder : OfflineRoutes.configured(environment);
        Checked checked = withTests(checked(routes, springSettings), routes, environment);
        format.report()
                .print(checked, new GivenFolder(routes), spec.commandLine().getOut());
        return checked.findings().stream().anyMatch(Finding::isError)
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    /** A gateway does not look at tests: they are there for whoever changes a flow. */
    private static Checked withTests(Checked checked, Path routes, ConfigurableEnvironment environment) {
        if (!environment.getRequiredProperty("tollgate.check.untested", Boolean.class)) {
            return checked;
        }
        List<Finding> all = new ArrayList<>(checked.findings());
        try {
            all.addAll(UntestedFlows.find(checked.map(), TestFolder.of(routes)));
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "The tests in " + routes.resolve("tests") + " cannot be read (" + e + ")", e);
        }
        return new Checked(all, checked.map(), checked.unasked());
    }

    private Checked checked(Path routes, String[] springSettings) {
        if (!database) {
            return OfflineRoutes.check(routes, springSettings, null);
        }
        try (Operations operations = Operations.open(springSettings)) {
            return OfflineRoutes.check(routes, springSettings, operations.database());
        }
    }
}
