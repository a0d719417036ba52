package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.audit.Act;
import io.tollgate.inbox.Entries.Body;
import io.tollgate.inbox.EventFilter;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.preview.Preview;
import io.tollgate.routing.rehearsal.Answers;
import io.tollgate.routing.rehearsal.Rehearsal;
import io.tollgate.routing.rehearsal.RehearsedDatabase;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.webhook.EventReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "preview",
        description =
                "Runs stored events through the routes that run and through those of a folder, and says what the folder's"
                        + " would do otherwise. Nothing is sent and nothing is kept.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "The SQL of flows runs in the gateway's database and is rolled back; in an empty one for the time of the command"
                    + " when the folder's tables/ are not as they are there.",
            "Exit codes: 0 no event newly fails or newly reaches nothing, 1 one does, 2 wrong usage."
        })
final class PreviewCommand extends SettingsCommand {
    private static final int MOST = 1_000_000;

    private final Clock clock;

    @Parameters(paramLabel = "FOLDER", description = "The folder of routes that may run")
    private Path folder;

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "How many events, the newest first",
            defaultValue = "1000")
    private int last;

    @Option(
            names = "--base",
            paramLabel = "FOLDER",
            description = "The routes to compare with; else those that the gateway has taken last")
    private Path base;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "What export has written (- for standard input) instead of the inbox; needs no database")
    private String events;

    @Option(names = "--markdown", description = "For a pull request: without anything that an event says")
    private boolean markdown;

    @Mixin
    private FilterOptions filter;

    PreviewCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    void check() {
        if (last < 1 || last > MOST) {
            throw wrong("--last is " + last + ": give 1 to " + MOST);
        }
        if (markdown && isJson()) {
            throw wrong("Give either --json or --markdown");
        }
        if (!filter.filter().equals(EventFilter.EVERYTHING) && events != null) {
            throw wrong("--events takes the first --last lines of its file: give the filter to export instead");
        }
    }

    @Override
    int run(String[] settings) {
        // Nothing but the answer is printed: not what Camel logs, which is not set up here.
        LoggingSystem.get(PreviewCommand.class.getClassLoader()).beforeInitialize();
        ConfigurableEnvironment environment = GivenDatabase.environment(settings);
        Path now = base != null ? base : inEffect(environment);
        try (GivenDatabase gateways = events == null
                ? new GivenDatabase(Optional.of(Operations.open(settings)))
                : GivenDatabase.open(environment, settings)) {
            return run(now, environment, gateways);
        } catch (InvalidRouteSet e) {
            e.findings().stream().filter(Finding::isError).forEach(finding -> failed(finding.toString()));
            return failed("Such routes would be refused: correct them, ./tollgate check says the same");
        }
    }

    /** Beside a file of events there need not be a gateway, and the routes that a folder has are not those that run. */
    private Path inEffect(ConfigurableEnvironment environment) {
        return events == null
                ? OfflineRoutes.inEffect(environment, clock)
                : OfflineRoutes.lastGood(environment, clock)
                        .orElseThrow(() -> new InvalidConfiguration("There are no routes that a gateway has taken in "
                                + Path.of(environment.getRequiredProperty("tollgate.data"))
                                        .toAbsolutePath()
                                        .normalize()
                                + ": name those to compare with, such as the target branch's, by --base FOLDER"));
    }

    private int run(Path now, ConfigurableEnvironment environment, GivenDatabase gateways) throws InvalidRouteSet {
        Path data = Path.of(environment.getRequiredProperty("tollgate.data"));
        try (PreviewPlaces places = PreviewPlaces.of(gateways.orNull(), now, folder, data);
                Rehearsal before = rehearsal(now, environment, places.now());
                Rehearsal after = rehearsal(folder, environment, places.next())) {
            long start = System.nanoTime();
            Preview preview = new Preview(before, after);
            int count = events(gateways, preview);
            PreviewReport report =
                    new PreviewReport(preview, count, before.hash(), after.hash(), (System.nanoTime() - start) / 1e9);
            if (isJson()) {
                printJson(report.json());
            } else {
                report.print(out(), markdown, places.rows());
            }
            return preview.isBad() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
        }
    }

    private static Rehearsal rehearsal(Path routes, ConfigurableEnvironment environment, RehearsedDatabase database)
            throws InvalidRouteSet {
        return Rehearsal.of(
                RouteSetLoader.snapshot(routes), routes, environment, database, OfflineRoutes.queueParts(), Answers.OK);
    }

    private int events(GivenDatabase gateways, Preview preview) {
        if (events != null) {
            return new EventsFile(events).each(last, preview::add);
        }
        Operations operations = gateways.operations().orElseThrow();
        Audit.write(
                operations, Act.PERSONAL_DATA_SEEN, "*", ("preview --last=" + last + " " + filter.filter()).strip());
        Rests rests = new Rests(operations.backlog());
        return new StoredEvents(operations.entries(), filter.filter())
                .each(last, body -> rests.after(() -> add(body, preview)));
    }

    private static void add(Body body, Preview preview) {
        preview.add(EventReader.read(body.payload(), body.endpoint(), body.receivedAt()));
    }
}
