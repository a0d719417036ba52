package io.tollgate.cli;

import io.tollgate.audit.Act;
import io.tollgate.operations.RouteDesk;
import io.tollgate.operations.RouteDesk.Back;
import io.tollgate.text.Visible;
import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "back",
        description = "Puts the files of a route set back into the folder of routes; what is there now is kept first.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RoutesBack extends RoutesCommand {
    @Parameters(paramLabel = "HASH", description = "As ./tollgate routes list shows it; its beginning is enough")
    private String beginning;

    @Option(names = "--dry-run", description = "Only names the files that would change")
    private boolean dryRun;

    RoutesBack(Clock clock) {
        super(clock);
    }

    @Override
    int run(RouteDesk desk) throws IOException {
        Back back = desk.back(beginning, dryRun ? null : hash -> audit(Act.ROUTES_BACK, hash));
        if (isJson()) {
            printJson(back);
        } else if (!back.differs()) {
            out().println("The folder has the routes " + back.routes() + " already");
        } else {
            back.written().forEach(name -> out().println("  written  " + Visible.of(name)));
            back.deleted().forEach(name -> out().println("  deleted  " + Visible.of(name)));
            out().println(
                            dryRun
                                    ? "So the folder would have the routes " + back.routes()
                                            + " again; those of now would be kept"
                                    : "The folder has the routes " + back.routes()
                                            + " again. Those of before are kept: ./tollgate routes back "
                                            + back.before());
            if (!dryRun) {
                out().println(
                                "Tests, rows and messages stay: a test of what is gone fails, and a queue keeps what its flow has"
                                        + " not taken");
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
