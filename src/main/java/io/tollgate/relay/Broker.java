package io.tollgate.relay;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the broker is there, as the relay sees it. While it is away, the event types that were seen to need it are
 * held back, so that events that only write tables go on; it is probed until it answers.
 */
final class Broker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Broker.class);

    private final ConnectionFactory factory;
    private final Duration probe;
    private final Set<String> held = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService prober = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "broker-probe");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean away;
    private volatile Runnable returned = () -> {};

    Broker(ConnectionFactory factory, Duration probe) {
        this.factory = factory;
        this.probe = probe;
    }

    /** Calls the listener whenever the broker is back. */
    void onReturn(Runnable listener) {
        returned = listener;
    }

    boolean isAway() {
        return away;
    }

    /** The event types that wait for the broker; empty while it is there. */
    Set<String> heldTypes() {
        return held;
    }

    /** Holds {@code type} back until the broker answers again. */
    synchronized void hold(String type) {
        markAway("an event of type " + type + " could not be sent");
        held.add(type);
    }

    synchronized void markAway(String why) {
        if (!away) {
            away = true;
            log.warn("Broker is away ({}): events that need it wait, and no attempt of theirs is used up", why);
            prober.schedule(this::probe, probe.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void probe() {
        if (answers()) {
            back();
        } else {
            prober.schedule(this::probe, probe.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void back() {
        away = false;
        held.clear();
        log.info("Broker is back");
        returned.run();
    }

    /** Opens and closes a connection of its own; false when that fails or takes longer than the broker timeout. */
    boolean answers() {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            connection.start();
            return session.getTransacted();
        } catch (Throwable e) {
            // An Error too: whoever probes must go on probing.
            log.debug("Broker does not answer", e);
            return false;
        }
    }

    @Override
    public void close() {
        prober.shutdownNow();
    }
}
