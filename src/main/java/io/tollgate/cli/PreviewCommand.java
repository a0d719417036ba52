package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Entries.Body;
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
import java.util.List;
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
    private static final int PAGE = 200;

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
    }

    @Override
    int run(String[] settings) {
        // Nothing but the answer is printed: not what Camel logs, which is not set up here.
        LoggingSystem.get(PreviewCommand.class.getClassLoader()).beforeInitialize();
        ConfigurableEnvironment environment = GivenDatabase.environment(settings);
        Path now = base != null ? base : OfflineRoutes.inEffect(environment, clock);
        try (Operations operations = Operations.open(settings)) {
            return run(now, environment, operations);
        } catch (InvalidRouteSet e) {
            e.findings().stream().filter(Finding::isError).forEach(finding -> failed(finding.toString()));
            return failed("Such routes would be refused: correct them, ./tollgate check says the same");
        }
    }

    private int run(Path now, ConfigurableEnvironment environment, Operations operations) throws InvalidRouteSet {
        Path data = Path.of(environment.getRequiredProperty("tollgate.data"));
        try (PreviewPlaces places = PreviewPlaces.of(operations.database(), now, folder, data);
                Rehearsal before = rehearsal(now, environment, places.now());
                Rehearsal after = rehearsal(folder, environment, places.next())) {
            long start = System.nanoTime();
            Preview preview = new Preview(before, after);
            int events = events(operations.entries(), preview);
            PreviewReport report =
                    new PreviewReport(preview, events, before.hash(), after.hash(), (System.nanoTime() - start) / 1e9);
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

    private int events(Entries inbox, Preview preview) {
        int events = 0;
        Body after = null;
        List<Body> page;
        do {
            page = inbox.bodies(filter.filter(), Math.min(PAGE, last - events), after);
            for (Body body : page) {
                add(body, preview);
                after = body;
            }
            events += page.size();
        } while (events < last && page.size() == PAGE);
        if (events == 0) {
            throw new InvalidConfiguration(
                    "No stored event matches, or retention has removed the payloads of those that do");
        }
        return events;
    }

    private static void add(Body body, Preview preview) {
        preview.add(EventReader.read(body.payload(), body.endpoint(), body.receivedAt()));
    }
}
