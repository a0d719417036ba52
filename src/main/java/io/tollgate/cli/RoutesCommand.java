package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.audit.Act;
import io.tollgate.routing.check.NearMatch;
import io.tollgate.routing.reload.RouteHistory;
import io.tollgate.routing.reload.RouteHistory.Kept;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.logging.LoggingSystem;

/** A command on the route sets in the data folder. Needs no database, no broker and no gateway. */
abstract class RoutesCommand extends SettingsCommand {
    private final Clock clock;
    private String[] settings;

    RoutesCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    final int run(String[] given) {
        settings = given;
        // Nothing but the answer is printed: logging is not set up here.
        LoggingSystem.get(RoutesCommand.class.getClassLoader()).beforeInitialize();
        RouteHistory history = RouteHistory.of(settings, clock);
        try {
            return run(history);
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "Not done (" + e
                            + "): set TOLLGATE_ROUTES and TOLLGATE_DATA as for the gateway, and run this as the"
                            + " user that it runs as.",
                    e);
        }
    }

    /** Before the folders are changed; they are, also while the database is away. */
    void audit(Act act, String hash) {
        Audit.beside(settings, clock, this::failed, act, hash, "").close();
    }

    /** @return the exit code */
    abstract int run(RouteHistory history) throws IOException;

    /**
     * @param beginning of the hash of a set that is kept
     * @throws InvalidConfiguration when there is none, or more than one; names those that may be meant
     */
    static String hash(String beginning, RouteHistory history) throws IOException {
        List<String> all = history.sets().stream().map(Kept::hash).toList();
        List<String> found =
                all.stream().filter(hash -> hash.startsWith(beginning)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        String in = history.folder().toAbsolutePath().normalize().toString();
        if (all.isEmpty()) {
            throw new InvalidConfiguration(
                    "No route set is kept in " + in + ": set TOLLGATE_DATA (tollgate.data) as for"
                            + " the gateway. It keeps a set when it takes or refuses it.");
        }
        if (found.size() > 1) {
            throw new InvalidConfiguration("Several route sets begin with '" + beginning + "': give more of one of "
                    + String.join(", ", found));
        }
        String near = NearMatch.of(beginning, all)
                .map(hash -> ": did you mean " + hash + "?")
                .orElse(".");
        throw new InvalidConfiguration(
                "No route set " + beginning + " is kept in " + in + near + " There are " + String.join(", ", all));
    }
}
