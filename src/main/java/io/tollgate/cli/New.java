package io.tollgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.KnownTypes;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.routing.starter.NewFlow;
import io.tollgate.routing.starter.StripeObject;
import io.tollgate.routing.starter.Target;
import io.tollgate.samples.Samples;
import io.tollgate.text.Visible;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "new",
        description =
                "Writes a flow for events of a type into a folder of routes, with what it needs and a test: to begin with,"
                        + " and to be changed. It passes the check and its test as it comes out, or nothing is written.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {"", "Exit codes: 0 written, 1 nothing is written, 2 wrong usage."})
final class New extends SettingsCommand {
    private final Clock clock;

    @Parameters(index = "0", paramLabel = "TYPE", description = "Of Stripe's event types, such as credit_note.created")
    private String type;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "The folder with router.camel.yaml (tollgate.routes, ./routes)")
    private Path folder;

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            required = true,
            split = ",",
            description =
                    "Where the events go: queue, topic, table, mail, http=https://…; may be given again. A name may follow:"
                            + " queue=orders, table=orders")
    private List<String> to = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Of the flow, where another one gets events of the type already; else the type with dashes and -own")
    private String name;

    private List<Target> targets;

    New(Clock clock) {
        this.clock = clock;
    }

    @Override
    void check() {
        try {
            targets = to.stream().map(Target::of).toList();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        if (targets.stream().map(Target::kind).distinct().count() < targets.size()) {
            throw wrong(
                    "Give one --to of each kind: a second queue, for example, is a step like the first in the flow");
        }
        if (!type.matches("[a-z0-9_.]+")) {
            throw wrong("'" + Visible.of(type) + "' is no event type: they look like credit_note.created");
        }
        if (name != null && !name.matches("[a-z][a-z0-9-]*")) {
            throw wrong("--name is '" + Visible.of(name) + "': give small letters, digits and dashes");
        }
    }

    @Override
    int run(String[] settings) {
        // Nothing but the answer is printed: not what Camel logs, which is not set up here.
        LoggingSystem.get(New.class.getClassLoader()).beforeInitialize();
        Path routes = folder != null ? folder : OfflineRoutes.configured(OfflineRoutes.environment(settings));
        Snapshot snapshot = snapshot(routes);
        Optional<String> lack = new KnownTypes(snapshot).lack(type);
        if (lack.isPresent()) {
            return failed(lack.get());
        }
        try (StarterCopy copy = StarterCopy.of(routes, snapshot, settings)) {
            FlowPlace place = copy.place(type, name);
            Map<String, String> files = new NewFlow(
                            type, place.name(), new StripeObject(KnownTypes.fields(type), sample()), targets)
                    .files(place.isAlone());
            List<Finding> findings = copy.add(files, place);
            if (!findings.isEmpty()) {
                findings.forEach(finding -> failed(Visible.of(finding.toString())));
                return failed("Nothing is written");
            }
            copy.writeTo(routes);
            print(routes, files, place, copy);
            return CommandLine.ExitCode.OK;
        } catch (InvalidRouteSet e) {
            e.findings().stream().filter(Finding::isError).forEach(finding -> failed(Visible.of(finding.toString())));
            return failed("Nothing is written: correct the folder first, ./tollgate check says the same");
        } catch (IOException e) {
            throw new InvalidConfiguration("The files cannot be written (" + e + ")", e);
        }
    }

    private static Snapshot snapshot(Path routes) {
        try {
            return RouteSetLoader.snapshot(routes);
        } catch (InvalidRouteSet e) {
            throw new InvalidConfiguration(e.findings().get(0).message(), e);
        }
    }

    private JsonNode sample() {
        try {
            Samples samples = new Samples(clock);
            return samples.types().contains(type)
                    ? new JsonMapper()
                            .readTree(samples.event(type, null, "test"))
                            .path("data")
                            .path("object")
                    : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(Path routes, Map<String, String> files, FlowPlace place, StarterCopy copy) throws IOException {
        if (isJson()) {
            printJson(Map.of("flow", place.name(), "written", List.copyOf(files.keySet()), "changed", place.changed()));
            return;
        }
        files.keySet().forEach(file -> out().println("  written  " + routes.resolve(file)));
        place.changed()
                .forEach(file -> out().println("  changed  " + routes.resolve(file)
                        + ": its events of the type go on to direct:" + place.name()));
        copy.testsOfNothingElse(type)
                .forEach(test -> out().println(
                                "  look at  " + routes.resolve("tests").resolve(test)
                                        + ": this test says that nothing else comes of such an event"));
        String event = sample() == null ? "event.json" : type;
        out().println("Next: ./tollgate check " + routes + ", ./tollgate test " + routes + " --only " + place.name()
                + ", ./tollgate try " + event + " " + routes + ", ./tollgate preview " + routes);
    }
}
