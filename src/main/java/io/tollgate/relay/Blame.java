package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.FailedEntry;
import io.tollgate.relay.Outcome.Failed;
import io.tollgate.relay.Outcome.GivenBack;
import jakarta.jms.ResourceAllocationException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whose failure it was: the event's, or that of the database or the broker, which uses up no attempt. The cause
 * is asked first, since a server that was away for a moment answers again.
 */
final class Blame {
    private static final Logger log = LoggerFactory.getLogger(Blame.class);
    /** As many times in a row the loss of a connection, or a deadlock, is nobody's fault; then it is the event's. */
    private static final int MOST_EXCUSES = 3;

    private static final int REMEMBERED = 1000;

    private final Connections connections;
    private final Broker broker;
    private final Breaker breaker;
    private final RelayProperties settings;
    private final Map<String, Integer> excuses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };

    Blame(Connections connections, Broker broker, Breaker breaker, RelayProperties settings) {
        this.connections = connections;
        this.broker = broker;
        this.breaker = breaker;
        this.settings = settings;
    }

    /** Whether the database does not answer now. */
    boolean isDatabaseAway() {
        return !connections.answers();
    }

    /** Whether the broker does not answer now, for a run that needed it; then it is known to be away. */
    boolean isBrokerAway(RunFailed failure) {
        if (!failure.usedBroker()) {
            return false;
        }
        if (!broker.isAway() && !broker.answers()) {
            broker.markAway(FailureText.of(failure, failure.suspects()));
        }
        return broker.isAway();
    }

    /** What this failure makes of the entry: it is tried again later, or dead; or given back when it was nobody's fault. */
    Outcome failed(Entry entry, Throwable failure, boolean lost, int millis) {
        String text = FailureText.of(failure, List.of(entry));
        Optional<Duration> excused = excuse(entry, failure, lost);
        if (excused.isPresent()) {
            log.warn("{} waits, no attempt used up: {}", entry.event(), text);
            return new GivenBack(entry, excused.get());
        }
        breaker.failed(entry);
        return failed(entry, text, millis);
    }

    /** The same for one that has missed its deadline. */
    Outcome hung(Entry entry, int millis) {
        breaker.hung(entry, Duration.ofMillis(millis));
        String error =
                "The attempt missed its deadline of " + settings.deadline().toSeconds() + " s";
        return failed(entry, error, millis);
    }

    /** The same for one whose run has failed and had no other in it. While the broker is away, its type waits for that. */
    Outcome failedAlone(Entry entry, RunFailed failure, boolean brokerAway) {
        if (brokerAway) {
            broker.hold(entry.type());
            return new GivenBack(entry, Duration.ZERO);
        }
        boolean hung = failure.usedBroker()
                && failure.millis() >= settings.brokerTimeout().toMillis();
        return hung ? hung(entry, failure.millis()) : failed(entry, failure, failure.lost(), failure.millis());
    }

    private Failed failed(Entry entry, String error, int millis) {
        Optional<Duration> next = settings.retry().nextAttempt(entry.attempts(), RandomGenerator.getDefault());
        return new Failed(new FailedEntry(entry, next, error, millis));
    }

    /**
     * How long the event has to wait when its failure is nobody's fault; empty when it is the event's.
     *
     * @param lost whether a connection was lost
     */
    private Optional<Duration> excuse(Entry entry, Throwable failure, boolean lost) {
        String state = Causes.sqlState(failure);
        if (Causes.first(failure, ResourceAllocationException.class) != null) {
            broker.hold(entry.type());
            return Optional.of(settings.probe());
        }
        if (state.startsWith("53")) {
            return Optional.of(settings.probe());
        }
        boolean nobodys = lost || state.startsWith("40");
        return nobodys && isExcused(entry.id())
                ? Optional.of(lost ? settings.probe() : Duration.ZERO)
                : Optional.empty();
    }

    private synchronized boolean isExcused(String id) {
        boolean excused = excuses.merge(id, 1, Integer::sum) <= MOST_EXCUSES;
        if (!excused) {
            excuses.remove(id);
        }
        return excused;
    }
}
