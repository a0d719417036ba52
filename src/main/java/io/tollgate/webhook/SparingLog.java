package io.tollgate.webhook;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Warns every 10 s at most, and says how many lines it held back: an outage must not fill the disk with its log. */
final class SparingLog {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong heldBack = new AtomicLong();

    /** What is held back is written at level debug. */
    void warn(Logger log, String line) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS)) {
            long more = heldBack.getAndSet(0);
            log.warn("{}{}", line, more == 0 ? "" : " (and " + more + " more like it before)");
        } else {
            heldBack.incrementAndGet();
            log.debug("{}", line);
        }
    }
}
