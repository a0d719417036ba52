package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Claims and attempts what its lane takes up, until it is stopped. */
final class RelayThread extends Thread {
    private static final Logger log = LoggerFactory.getLogger(RelayThread.class);

    private final boolean fresh;
    private final Lane lane;
    private final Attempt attempt;
    private final Recovery recovery;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean resting;
    private volatile boolean stopping;

    RelayThread(String name, boolean fresh, Lane lane, Attempt attempt, Recovery recovery) {
        super(name);
        setDaemon(true);
        this.fresh = fresh;
        this.lane = lane;
        this.attempt = attempt;
        this.recovery = recovery;
    }

    /** Whether it takes up what was never attempted. */
    boolean isFresh() {
        return fresh;
    }

    /** Whether it has nothing to do until it is woken, or looks again. */
    boolean isResting() {
        return resting;
    }

    /** Looks into the database at once. */
    void look() {
        lane.look();
        wake();
    }

    void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    void requestStop() {
        stopping = true;
        wake();
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                roundOrPause();
            } catch (Throwable t) {
                log.error("Relay goes on after {}", FailureText.of(t));
                pause(lane.untilNextLook());
            }
        }
    }

    private void roundOrPause() {
        try {
            if (!lane.round(this::attempt, () -> stopping)) {
                pause(lane.untilNextLook());
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Relay pauses until the database answers: {}", FailureText.of(e));
            recovery.awaitDatabase(() -> stopping);
        }
    }

    private void pause(Duration rest) {
        resting = true;
        try {
            wake.tryAcquire(Math.max(1, rest.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            log.debug("Woken by an interrupt");
        } finally {
            resting = false;
        }
    }

    private void attempt(List<Entry> claimed) {
        if (!attempt.run(claimed, () -> stopping)) {
            log.warn("A runaway attempt has ended and changed nothing; {} ends", getName());
            stopping = true;
        }
    }
}
