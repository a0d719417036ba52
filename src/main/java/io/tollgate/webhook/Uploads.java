package io.tollgate.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * All bodies that are on their way in, of whomever. They are bounded in number and in memory. When a new one finds no place,
 * the one gives way of which least has come for longest; when there is no memory, the one that has taken most for longest. So
 * what a sender pushes in at once has its place always, whatever lies around; and it does not matter from how many addresses
 * it does.
 */
final class Uploads {
    private static final int LOOKED_AT = 16;
    private static final Duration WHILE_STOPPING = Duration.ofSeconds(2);

    private final InFlight inFlight;
    private final LargeBodies large;
    private final int most;
    private final int mostBytes;
    private final Duration timeout;
    private final List<Upload> open = new ArrayList<>();
    private final Random random = new Random();
    /** Bytes of those that are open. */
    private int reserved;

    private volatile boolean stopping;
    private volatile long stoppingSince;

    /**
     * @param large those of them that are
     * @param most bodies at once
     * @param mostBytes of what is in flight, at most for bodies that are not whole yet
     * @param timeout for a body as a whole
     */
    Uploads(InFlight inFlight, LargeBodies large, int most, int mostBytes, Duration timeout) {
        this.inFlight = inFlight;
        this.large = large;
        this.most = most;
        this.mostBytes = mostBytes;
        this.timeout = timeout;
    }

    /** With its first bytes, which are reserved for it already. */
    void add(Upload upload) {
        Upload worst = null;
        synchronized (this) {
            if (upload.hasEnded()) {
                return;
            }
            upload.place = open.size();
            open.add(upload);
            reserved += upload.reserved;
            if (open.size() > most) {
                worst = dismissWorst(Upload::placeCost);
            } else if (reserved > mostBytes) {
                worst = dismissWorst(Upload::bytesCost);
            }
        }
        if (worst != null) {
            worst.giveWay();
        }
    }

    LargeBodies large() {
        return large;
    }

    /** For one that has not been added. */
    boolean reserve(int bytes) {
        return inFlight.reserve(bytes);
    }

    /** @return false when there is no room, or it has ended */
    boolean reserve(Upload upload, int bytes) {
        while (true) {
            Upload worst;
            synchronized (this) {
                if (upload.place < 0) {
                    return false;
                }
                if (reserved + bytes <= mostBytes && inFlight.reserve(bytes)) {
                    reserved += bytes;
                    upload.reserved += bytes;
                    return true;
                }
                worst = dismissWorst(Upload::bytesCost);
            }
            worst.giveWay();
        }
    }

    /** @return bytes that stay reserved for it in flight, until the caller gives them back */
    int remove(Upload upload) {
        dismiss(upload);
        large.leave(upload);
        return upload.reserved;
    }

    private synchronized void dismiss(Upload upload) {
        if (upload.place >= 0) {
            Upload last = open.remove(open.size() - 1);
            if (last != upload) {
                open.set(upload.place, last);
                last.place = upload.place;
            }
            upload.place = -1;
            reserved -= upload.reserved;
        }
    }

    void giveBack(int bytes) {
        inFlight.giveBack(bytes);
    }

    synchronized int count() {
        return open.size();
    }

    /** Ends what is too slow; to be called several times a second. */
    void sweep() {
        List<Upload> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        all.stream().filter(this::isOverdue).forEach(Upload::overdue);
        large.sweep();
    }

    private boolean isOverdue(Upload upload) {
        boolean lastOnes = stopping && System.nanoTime() - stoppingSince > WHILE_STOPPING.toNanos();
        return lastOnes || upload.age().compareTo(timeout) > 0 || upload.isTooSlow();
    }

    /** The gateway stops: what is not whole soon ends, so that the stop waits for what is. */
    void stop() {
        stoppingSince = System.nanoTime();
        stopping = true;
    }

    /** Of some, when there are many: that is as good, and takes no time. From here on it counts no more. */
    private Upload dismissWorst(ToDoubleFunction<Upload> cost) {
        Upload worst = open.get(0);
        boolean many = open.size() > LOOKED_AT;
        for (int i = 0; i < Math.min(open.size(), LOOKED_AT); i++) {
            Upload other = open.get(many ? random.nextInt(open.size()) : i);
            worst = cost.applyAsDouble(other) > cost.applyAsDouble(worst) ? other : worst;
        }
        dismiss(worst);
        return worst;
    }
}
