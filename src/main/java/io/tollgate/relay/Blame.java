package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import jakarta.jms.ResourceAllocationException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whose failure it was: the event's, or that of the database or the broker, which uses up no attempt. The cause
 * is asked first, since a server that was away for a moment answers again.
 */
final class Blame {
    /** As many times in a row the loss of a connection, or a deadlock, is nobody's fault; then it is the event's. */
    private static final int MOST_EXCUSES = 3;

    private static final int REMEMBERED = 1000;

    private final Database database;
    private final Broker broker;
    private final Duration probe;
    private final Map<String, Integer> excuses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };

    Blame(Database database, Broker broker, Duration probe) {
        this.database = database;
        this.broker = broker;
        this.probe = probe;
    }

    /** Whether the database does not answer now. */
    boolean isDatabaseAway() {
        return !database.answers();
    }

    /** Whether the broker does not answer now, for a run that needed it; then it is known to be away. */
    boolean isBrokerAway(RunFailed failure) {
        if (!failure.usedBroker()) {
            return false;
        }
        if (!broker.isAway() && !broker.answers()) {
            broker.markAway(FailureText.of(failure));
        }
        return broker.isAway();
    }

    /**
     * How long the event has to wait when its failure is nobody's fault; empty when it is the event's.
     *
     * @param lost whether a connection was lost
     */
    Optional<Duration> excuse(Entry entry, Throwable failure, boolean lost) {
        String state = Causes.sqlState(failure);
        if (Causes.first(failure, ResourceAllocationException.class) != null) {
            broker.hold(entry.type());
            return Optional.of(probe);
        }
        if (state.startsWith("53")) {
            return Optional.of(probe);
        }
        boolean nobodys = lost || state.startsWith("40");
        return nobodys && isExcused(entry.id()) ? Optional.of(lost ? probe : Duration.ZERO) : Optional.empty();
    }

    private synchronized boolean isExcused(String id) {
        boolean excused = excuses.merge(id, 1, Integer::sum) <= MOST_EXCUSES;
        if (!excused) {
            excuses.remove(id);
        }
        return excused;
    }
}
