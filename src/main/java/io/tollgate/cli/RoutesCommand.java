package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.audit.Act;
import io.tollgate.operations.RouteDesk;
import io.tollgate.routing.reload.RouteHistory;
import java.io.IOException;
import java.time.Clock;
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
        RouteDesk desk = new RouteDesk(RouteHistory.of(settings, clock));
        try {
            return run(desk);
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
    abstract int run(RouteDesk desk) throws IOException;
}
