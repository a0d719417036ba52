package io.tollgate.relay;

import io.tollgate.relay.FailedAttempt.Step;
import jakarta.jms.ResourceAllocationException;
import java.sql.SQLException;
import java.util.Set;

/** Decides whose failure it was: the event's, or that of the database or the broker, which uses up no attempt. */
final class Blame {
    /** SQLSTATE: disk full, too many connections. */
    private static final Set<String> SHORT_OF_RESOURCES = Set.of("53100", "53300");

    private final Database database;
    private final Broker broker;

    Blame(Database database, Broker broker) {
        this.database = database;
        this.broker = broker;
    }

    /** Whether database or broker are to blame. Asks both, each within its timeout, and notes that the broker is away. */
    boolean isInfrastructures(FailedAttempt failure) {
        if (failure.cause(BrokerUnavailable.class) != null || isFull(failure)) {
            broker.hold(failure.entry().type());
            return true;
        }
        if (isShortOfResources(failure.cause(SQLException.class)) || !database.answers()) {
            return true;
        }
        if (failure.usedBroker() && !broker.answers()) {
            broker.markAway(FailureText.of(failure));
            return true;
        }
        // A commit that fails while both are well is refused for what a flow did: a queue it may not send to, a
        // constraint that is checked late. Given back, it would come again for ever and take its batch along.
        return failure.step() == Step.BEGIN && !failure.expired();
    }

    /** The broker answers, and has no room for what this event sends. */
    private static boolean isFull(FailedAttempt failure) {
        return failure.entry() != null && failure.cause(ResourceAllocationException.class) != null;
    }

    private static boolean isShortOfResources(SQLException failure) {
        return failure != null && SHORT_OF_RESOURCES.contains(String.valueOf(failure.getSQLState()));
    }
}
