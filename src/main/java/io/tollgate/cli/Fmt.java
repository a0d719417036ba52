package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.format.FolderFormat;
import io.tollgate.routing.format.Formatted;
import io.tollgate.routing.reload.OfflineRoutes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fmt",
        description =
                "Writes the routes of a folder, *.camel.yaml, in the canonical YAML that Kaoto and Karavan write. What they"
                        + " mean stays, and so do comments; a file of which that is not sure is left alone.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Prints the files that it changes. Exit codes: 0 all are in that form now, 1 one is not, 2 wrong usage."
        })
final class Fmt extends SettingsCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "The folder with router.camel.yaml (tollgate.routes, ./routes)")
    private Path folder;

    @Option(names = "--check", description = "Changes nothing, and ends with 1 when a file would change: for a CI")
    private boolean check;

    @Override
    int run(String[] settings) {
        // Nothing but the files is printed: not what Camel logs, which is not set up here.
        LoggingSystem.get(Fmt.class.getClassLoader()).beforeInitialize();
        Path routes = folder != null ? folder : OfflineRoutes.configured(OfflineRoutes.environment(settings));
        try (FolderFormat format = new FolderFormat()) {
            return finish(routes, format.of(RouteSetLoader.snapshot(routes)));
        } catch (InvalidRouteSet e) {
            return failed(e.getMessage());
        } catch (IOException e) {
            throw new InvalidConfiguration("Not done (" + e + "): give this user the right to it", e);
        }
    }

    private int finish(Path routes, List<Formatted> files) throws IOException {
        List<Formatted> changed = files.stream().filter(Formatted::isChanged).toList();
        List<String> reasons =
                files.stream().flatMap(file -> file.reasons().stream()).toList();
        for (Formatted file : changed) {
            if (!check) {
                file.write(routes);
            }
            if (!isJson()) {
                out().println(file.file());
            }
        }
        if (isJson()) {
            printJson(Map.of("changed", changed.stream().map(Formatted::file).toList(), "leftAlone", reasons));
        } else {
            reasons.forEach(this::failed);
        }
        if (check && !changed.isEmpty() && !isJson()) {
            failed("Not in the canonical form: run ./tollgate fmt");
        }
        boolean isDone = reasons.isEmpty() && (changed.isEmpty() || !check);
        return isDone ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
