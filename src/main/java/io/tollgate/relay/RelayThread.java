package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Pacing;
import io.tollgate.inbox.RoutedEntry;
import io.tollgate.relay.Turns.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Claims what is due and routes it. What was never attempted has lanes of its own, in batches. Everything that has to do
 * with a failure is on another lane, so that it holds up none of them: events of isolated types, those that were
 * attempted before one by one, and suspects while this process attempts nothing else.
 */
final class RelayThread extends Thread {
    private static final Logger log = LoggerFactory.getLogger(RelayThread.class);
    private static final long SHARE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LONGEST_REST = Duration.ofMillis(20);
    private static final Duration JUST_COME = Duration.ofMillis(200);

    /** What a relay thread takes up. */
    enum Lane {
        FRESH,
        FAILURES
    }

    private final Lane lane;
    private final Due due;
    private final Attempt attempt;
    private final Settlement settlement;
    private final Turns turns;
    private final Runaways runaways;
    private final Duration poll;
    private final Duration deadline;
    private final Pacing pacing;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean resting;
    private volatile boolean stopping;

    RelayThread(
            String name,
            Lane lane,
            Due due,
            Attempt attempt,
            Settlement settlement,
            Turns turns,
            Runaways runaways,
            RelayProperties settings) {
        super(name);
        setDaemon(true);
        this.lane = lane;
        this.due = due;
        this.attempt = attempt;
        this.settlement = settlement;
        this.turns = turns;
        this.runaways = runaways;
        this.poll = settings.poll();
        this.deadline = settings.deadline();
        this.pacing = new Pacing(settings.batch(), LONGEST_REST);
    }

    Lane lane() {
        return lane;
    }

    /** Whether it has nothing to do until it is woken, or polls. */
    boolean isResting() {
        return resting;
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
                pause();
            }
        }
    }

    private void roundOrPause() {
        try {
            if (!round()) {
                pause();
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Relay pauses until the database answers: {}", FailureText.of(e));
            settlement.awaitDatabase(() -> stopping);
        }
    }

    private void pause() {
        resting = true;
        try {
            Duration rest = lane == Lane.FRESH ? due.untilNextLook() : poll;
            wake.tryAcquire(Math.max(1, rest.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            log.debug("Woken by an interrupt");
        } finally {
            resting = false;
        }
    }

    /** @return whether anything was due */
    private boolean round() {
        return lane == Lane.FRESH ? freshRound() : failuresRound();
    }

    private boolean freshRound() {
        long start = System.nanoTime();
        List<Entry> claimed = besideOthers(due::fresh);
        if (claimed.stream().allMatch(RelayThread::hasJustCome)) {
            pacing.rest(claimed.size(), System.nanoTime() - start);
        }
        return !claimed.isEmpty();
    }

    /** Otherwise the relay is behind, and does not rest however few a claim has got. */
    private static boolean hasJustCome(Entry entry) {
        Instant receivedAt = entry.event().receivedAt();
        return entry.startedAt().isBefore(receivedAt.plus(JUST_COME));
    }

    private boolean failuresRound() {
        boolean retries = forAWhile(() -> !besideOthers(due::retry).isEmpty());
        boolean isolated = forAWhile(() -> !besideOthers(due::isolated).isEmpty());
        boolean suspects = forAWhile(this::oneSuspectAlone);
        if (!isolated && !retries && !suspects) {
            due.bringForward();
        }
        return isolated || retries || suspects;
    }

    /** Bounded in time, so that each of them gets its turn. */
    private boolean forAWhile(BooleanSupplier one) {
        long end = System.nanoTime() + SHARE_NANOS;
        boolean any = false;
        while (!stopping && System.nanoTime() < end && one.getAsBoolean()) {
            any = true;
        }
        return any;
    }

    private List<Entry> besideOthers(Supplier<List<Entry>> claim) {
        return claimAndAttempt(turns.beside(deadline, () -> stopping), claim);
    }

    /** It may be what took the process down: whatever is attempted beside it would lose an attempt each time. */
    private boolean oneSuspectAlone() {
        if (!due.hasSuspect()) {
            return false;
        }
        settlement.giveUpExhausted();
        return !claimAndAttempt(turns.alone(deadline, () -> stopping), due::suspect)
                .isEmpty();
    }

    /**
     * The claim is made within the turn: what waits for one is not under a lease.
     *
     * @return what was claimed
     */
    private List<Entry> claimAndAttempt(Turn turn, Supplier<List<Entry>> claim) {
        if (turn == null) {
            return List.of();
        }
        try (turn) {
            List<Entry> claimed = claim.get();
            if (!claimed.isEmpty()) {
                attempt(claimed, turn);
            }
            return claimed;
        }
    }

    private void attempt(List<Entry> batch, Turn turn) {
        try {
            List<RoutedEntry> routed = attempt.run(batch, runaway -> abandon(batch, runaway, turn));
            settlement.routed(routed);
        } catch (FailedAttempt failure) {
            if (!attempt.isAbandoned()) {
                settlement.settle(batch, failure, () -> stopping);
            }
        } finally {
            if (attempt.isAbandoned()) {
                log.warn("A runaway attempt has ended and changed nothing; {} ends", getName());
                stopping = true;
            }
        }
    }

    /** On another thread, since this one does not come back from its attempt. */
    private void abandon(List<Entry> batch, FailedAttempt runaway, Turn turn) {
        try (turn) {
            runaways.abandon(this, batch, runaway);
        }
    }
}
