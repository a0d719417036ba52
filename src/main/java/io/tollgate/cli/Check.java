package io.tollgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.RouteMap;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.flowtest.TestFolder;
import io.tollgate.routing.flowtest.UntestedFlows;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.routing.reload.OfflineRoutes.Checked;
import io.tollgate.text.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine;
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
    private static final int MOST_TYPES = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FOLDER",
            arity = "0..1",
            description = "The folder with router.camel.yaml (tollgate.routes, ./routes)")
    private Path folder;

    @Option(names = "--json", description = "One line of JSON instead of text")
    private boolean json;

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
        Checked checked = withTests(checked(springSettings), springSettings);
        List<Finding> findings = checked.findings();
        long errors = findings.stream().filter(Finding::isError).count();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(asJson(checked, errors));
        } else {
            findings.forEach(finding -> out.println(Visible.of(finding.toString())));
            print(checked.map(), out);
            if (checked.unasked() > 0) {
                out.println(count(checked.unasked(), "SQL statement") + (checked.unasked() == 1 ? " was" : " were")
                        + " not checked, which only a database can: run check --database");
            }
            out.println(count(errors, "error") + ", " + count(findings.size() - errors, "warning"));
        }
        return errors == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(RouteMap map, PrintWriter out) {
        Table table = new Table("flow", "event types");
        map.flows()
                .forEach((flow, types) -> table.row(
                        "direct:" + flow, some(types) + (map.byName().contains(flow) ? ", by its name" : "")));
        if (!table.isEmpty()) {
            table.print(out);
        }
    }

    private static String some(Set<String> types) {
        String first = types.stream().limit(MOST_TYPES).collect(Collectors.joining(", "));
        return types.size() <= MOST_TYPES ? first : first + " and " + (types.size() - MOST_TYPES) + " more";
    }

    /** A gateway does not look at tests: they are there for whoever changes a flow. */
    private Checked withTests(Checked checked, String[] springSettings) {
        ConfigurableEnvironment environment = OfflineRoutes.environment(springSettings);
        if (!environment.getRequiredProperty("tollgate.check.untested", Boolean.class)) {
            return checked;
        }
        Path routes = folder != null ? folder : OfflineRoutes.configured(environment);
        List<Finding> all = new ArrayList<>(checked.findings());
        try {
            all.addAll(UntestedFlows.find(checked.map(), TestFolder.of(routes)));
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "The tests in " + routes.resolve("tests") + " cannot be read (" + e + ")", e);
        }
        return new Checked(all, checked.map(), checked.unasked());
    }

    private Checked checked(String[] springSettings) {
        if (!database) {
            return OfflineRoutes.check(folder, springSettings, null);
        }
        try (Operations operations = Operations.open(springSettings)) {
            return OfflineRoutes.check(folder, springSettings, operations.database());
        }
    }

    private static String count(long number, String what) {
        return (number == 0 ? "no " : number + " ") + what + (number == 1 ? "" : "s");
    }

    private static String asJson(Checked checked, long errors) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("errors", errors);
        all.put("warnings", checked.findings().size() - errors);
        all.put("findings", checked.findings().stream().map(Check::asMap).toList());
        all.put("flows", checked.map().flows());
        all.put("byName", checked.map().byName());
        all.put("statementsNotChecked", checked.unasked());
        try {
            return new JsonMapper().writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> asMap(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", finding.file());
        map.put("line", finding.line());
        map.put("column", finding.column());
        map.put("severity", finding.rule().severity().name().toLowerCase(Locale.ROOT));
        map.put("rule", finding.rule().id());
        map.put("message", finding.message());
        return map;
    }
}
