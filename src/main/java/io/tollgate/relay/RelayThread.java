package io.tollgate.relay;

import io.tollgate.inbox.Claims;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.RoutedEntry;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Claims what is due and routes it: fresh entries in batches, those that were attempted before alone. */
final class RelayThread extends Thread {
    private static final Logger log = LoggerFactory.getLogger(RelayThread.class);
    private static final long RETRIES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Claims claims;
    private final Attempt attempt;
    private final Settlement settlement;
    private final Broker broker;
    private final Runaways runaways;
    private final Clock clock;
    private final RelayProperties settings;
    private final Semaphore wake = new Semaphore(0);
    private volatile boolean stopping;

    RelayThread(
            String name,
            Claims claims,
            Attempt attempt,
            Settlement settlement,
            Broker broker,
            Runaways runaways,
            Clock clock,
            RelayProperties settings) {
        super(name);
        setDaemon(true);
        this.claims = claims;
        this.attempt = attempt;
        this.settlement = settlement;
        this.broker = broker;
        this.runaways = runaways;
        this.clock = clock;
        this.settings = settings;
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
        try {
            wake.tryAcquire(settings.poll().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            log.debug("Woken by an interrupt");
        }
    }

    /** @return whether anything was due */
    private boolean round() {
        List<Entry> fresh = claims.claimFresh(settings.batch(), held(), clock.instant(), settings.lease());
        if (!fresh.isEmpty()) {
            attempt(fresh);
        }
        boolean retried = retryOneByOne();
        return retried || !fresh.isEmpty();
    }

    /** Bounded in time, so that entries that keep failing leave room for the fresh ones. */
    private boolean retryOneByOne() {
        settlement.giveUpExhausted();
        long end = System.nanoTime() + RETRIES_NANOS;
        boolean any = false;
        while (!stopping && System.nanoTime() < end) {
            Optional<Entry> retry = claims.claimRetry(held(), clock.instant(), settings.lease());
            if (retry.isEmpty()) {
                break;
            }
            any = true;
            attempt(List.of(retry.get()));
        }
        return any;
    }

    private Set<String> held() {
        Set<String> held = new HashSet<>(broker.heldTypes());
        held.addAll(runaways.heldTypes());
        return held;
    }

    private void attempt(List<Entry> batch) {
        try {
            List<RoutedEntry> routed = attempt.run(batch, runaway -> runaways.abandon(this, batch, runaway));
            routed.forEach(r -> log.info(
                    "{} {} routed to {} in {} ms", r.entry().id(), r.entry().type(), r.destinations(), r.millis()));
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
}
