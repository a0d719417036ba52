package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.audit.Act;
import io.tollgate.routing.reload.RouteHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "accept",
        description =
                "Lets a route set take effect that was refused since some of the last events newly failed with it. What"
                        + " else refuses a set still does.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RoutesAccept extends RoutesCommand {
    @Parameters(
            paramLabel = "HASH",
            arity = "0..1",
            description =
                    "As ./tollgate routes list shows it; its beginning is enough. Else that of the folder of routes")
    private String beginning;

    RoutesAccept(Clock clock) {
        super(clock);
    }

    @Override
    int run(RouteHistory history) throws IOException {
        String inFolder = history.edited().hash();
        String hash = beginning == null ? inFolder : hash(beginning, history);
        List<String> taken = history.taken();
        boolean isInEffect = !taken.isEmpty() && taken.get(taken.size() - 1).equals(hash);
        if (!isInEffect) {
            if (!Files.isDirectory(history.folder())) {
                throw new InvalidConfiguration("No gateway has kept a route set in "
                        + history.folder().toAbsolutePath().normalize()
                        + ": set TOLLGATE_DATA (tollgate.data) as for the gateway.");
            }
            audit(Act.ROUTES_ACCEPTED, hash);
            history.accept(hash);
        }
        if (isJson()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("routes", hash);
            all.put("inEffect", isInEffect);
            all.put("inFolder", hash.equals(inFolder));
            printJson(all);
        } else {
            out().println(sentence(hash, isInEffect, hash.equals(inFolder)));
        }
        return CommandLine.ExitCode.OK;
    }

    private static String sentence(String hash, boolean isInEffect, boolean isInFolder) {
        if (isInEffect) {
            return "The routes " + hash + " are in effect already";
        }
        return "The routes " + hash + " are accepted, whatever their rehearsal shows: "
                + (isInFolder
                        ? "a gateway that runs takes them within seconds, unless the check refuses them; ./tollgate status"
                                + " shows it"
                        : "they take effect once the folder holds them, which is not so: ./tollgate routes back "
                                + hash);
    }
}
