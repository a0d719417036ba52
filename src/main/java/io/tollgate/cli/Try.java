package io.tollgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.operations.Masked;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.rehearsal.Answers;
import io.tollgate.routing.rehearsal.Rehearsal;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.Verdict;
import io.tollgate.routing.reload.OfflineRoutes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "try",
        description =
                "Runs an event through a folder of routes, and says what it would do. Nothing is sent and nothing is"
                        + " kept: SQL is rolled back, and mails, calls and messages are only shown.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "The SQL of flows runs in the gateway's database, by the settings of serve, and is rolled back within 100 ms;"
                    + " in an empty one for the time of the command when there is none, or when a file of tables/ is new.",
            "Exit codes: 0 it would be routed, 1 a step fails or nothing is known, 2 wrong usage."
        })
final class Try extends SettingsCommand {
    /** A first run is slow in a process that has just begun, and may find a lock. */
    private static final Duration TRIES = Duration.ofSeconds(10);

    private final Clock clock;

    @Parameters(
            index = "0",
            paramLabel = "EVENT",
            description =
                    "A type of which there is a sample, such as invoice.paid; a file with an event's JSON, or - for"
                            + " standard input; or evt_…, an event of the inbox")
    private String event;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "The folder with router.camel.yaml (tollgate.routes, ./routes)")
    private Path folder;

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "Another value for a field, such as data.object.amount=500; may be given again")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(
            names = "--api-version",
            paramLabel = "VERSION",
            description = "The shape of a sample, such as 2020-08-27; today's unless given")
    private String apiVersion;

    @Option(names = "--trace", description = "Shows each step, and what the event is by then")
    private boolean trace;

    Try(Clock clock) {
        this.clock = clock;
    }

    @Override
    int run(String[] settings) {
        // Nothing but the answer is printed: not what Camel logs, which is not set up here.
        LoggingSystem.get(Try.class.getClassLoader()).beforeInitialize();
        ConfigurableEnvironment environment = GivenDatabase.environment(settings);
        Path routes = folder != null ? folder : OfflineRoutes.configured(environment);
        try (GivenDatabase gateways = GivenDatabase.open(environment, settings)) {
            VerifiedEvent given = new TriedEvent(event, apiVersion, fields(), clock).read(gateways);
            return run(given, routes, environment, gateways.orNull());
        } catch (InvalidRouteSet e) {
            e.findings().stream().filter(Finding::isError).forEach(finding -> failed(finding.toString()));
            return failed("Such routes would be refused: correct them, ./tollgate check says the same");
        }
    }

    private int run(VerifiedEvent given, Path routes, ConfigurableEnvironment environment, DataSource gateways)
            throws InvalidRouteSet {
        Snapshot snapshot = RouteSetLoader.snapshot(routes);
        Path data = Path.of(environment.getRequiredProperty("tollgate.data"));
        try (RehearsalPlace place = RehearsalPlace.of(gateways, routes, data);
                Rehearsal rehearsal = Rehearsal.of(
                        snapshot, routes, environment, place.database(), OfflineRoutes.queueParts(), Answers.OK)) {
            Rehearsed rehearsed = rehearse(rehearsal, given);
            if (isJson()) {
                printJson(Masked.of(rehearsed));
            } else {
                new RehearsedReport(out(), rehearsed, given).print(trace, rehearsal.hash(), place.rows());
            }
            return RehearsedReport.isGood(rehearsed.verdict())
                    ? CommandLine.ExitCode.OK
                    : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private Map<String, JsonNode> fields() {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        values.forEach((path, value) -> fields.put(path, ChangedFields.value(value)));
        return fields;
    }

    private Rehearsed rehearse(Rehearsal rehearsal, VerifiedEvent given) {
        long end = System.nanoTime() + TRIES.toNanos();
        Rehearsed rehearsed;
        do {
            rehearsed = rehearsal.rehearse(given, trace);
        } while (rehearsed.verdict() == Verdict.NOT_KNOWN && System.nanoTime() < end);
        return rehearsed;
    }

    @Override
    void check() {
        if (event.isBlank()) {
            throw wrong("Give an EVENT: a type, a file, - or evt_…");
        }
        if (apiVersion != null && !TriedEvent.isType(event)) {
            throw wrong("--api-version goes with samples: this event has one already");
        }
    }
}
