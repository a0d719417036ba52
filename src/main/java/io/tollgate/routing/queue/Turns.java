package io.tollgate.routing.queue;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets the messages of a queue that have not failed yet have as much of the flow's time as the retries. The client hands out a retry
 * that is due before it asks the broker for anything else; where a call takes longer than the delay, as to a server that hangs, a few
 * messages that fail would keep all others out. So once retries have had {@link #MOST} more of the time, those that come next are put
 * back for as long; if nobody came meanwhile, none waits.
 */
final class Turns {
    static final Duration MOST = Duration.ofMillis(500);
    /** A few short messages now and then must not hold up a retry for longer than the last one took. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private long lead;
    private boolean othersTurn;
    private long turnEnds;
    private long turnEndsAtLatest;

    Turns(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How long a retry that is due is to be put back; zero when it is its turn. */
    synchronized Duration pause() {
        long now = nanoTime.getAsLong();
        if (othersTurn && turnEnds - now <= 0) {
            othersTurn = false;
            lead = 0;
        }
        if (!othersTurn && lead > MOST.toNanos()) {
            othersTurn = true;
            turnEnds = now + MOST.toNanos();
            turnEndsAtLatest = now + Math.min(lead, LONGEST.toNanos());
        }
        return othersTurn ? Duration.ofNanos(turnEnds - now) : Duration.ZERO;
    }

    /** @param nanos that a message took, well or not */
    synchronized void took(boolean retry, long nanos) {
        if (retry) {
            lead += nanos;
        } else if (othersTurn) {
            // the others' turn is as long as what they are behind, while some of them come
            lead -= nanos;
            long now = nanoTime.getAsLong();
            long more = Math.min(Math.max(0, lead), MOST.toNanos());
            turnEnds = turnEndsAtLatest - now < more ? turnEndsAtLatest : now + more;
        } else {
            lead = Math.max(0, lead - nanos);
        }
    }
}
