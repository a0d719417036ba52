package io.tollgate.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All bodies that are on their way in, of whomever. They are bounded in number and in memory; when a new one finds no
 * place, the one that has taken most for longest gives way. So what a sender pushes in at once has its place always,
 * whatever lies around; and it does not matter from how many addresses it does.
 */
final class Uploads {
    /** For what lies around as headers and buffers of a connection. */
    private static final int BYTES_A_CONNECTION = 1024;

    /** Bytes a second, from then on. A body that comes more slowly comes from nobody who means it. */
    private static final int LEAST_RATE = 4096;

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final InFlight inFlight;
    private final int most;
    private final int mostBytes;
    private final Duration timeout;
    private final Map<Upload, Integer> open = new HashMap<>();
    private int reserved;

    /**
     * @param most bodies at once
     * @param mostBytes of what is in flight, at most for bodies that are not whole yet
     * @param timeout for a body as a whole
     */
    Uploads(InFlight inFlight, int most, int mostBytes, Duration timeout) {
        this.inFlight = inFlight;
        this.most = most;
        this.mostBytes = mostBytes;
        this.timeout = timeout;
    }

    /** @param bytes that are reserved for it already */
    void add(Upload upload, int bytes) {
        synchronized (this) {
            open.put(upload, bytes);
            reserved += bytes;
        }
        Upload worst = upload;
        while (worst != null) {
            synchronized (this) {
                worst = open.size() > most || reserved > mostBytes ? worst() : null;
            }
            if (worst != null) {
                worst.giveWay();
            }
        }
    }

    /** For one that has not been added. */
    boolean reserve(int bytes) {
        return inFlight.reserve(bytes);
    }

    /** @return false when there is no room, or it has ended */
    boolean reserve(Upload upload, int bytes) {
        Upload worst = null;
        while (worst != upload) {
            synchronized (this) {
                Integer before = open.get(upload);
                if (before == null) {
                    return false;
                }
                if (reserved + bytes <= mostBytes && inFlight.reserve(bytes)) {
                    reserved += bytes;
                    open.put(upload, before + bytes);
                    return true;
                }
                worst = worst();
            }
            if (worst != upload) {
                worst.giveWay();
            }
        }
        return false;
    }

    /** @return bytes that stay reserved for it in flight, until the caller gives them back */
    synchronized int remove(Upload upload) {
        int bytes = open.remove(upload);
        reserved -= bytes;
        return bytes;
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
            all = List.copyOf(open.keySet());
        }
        all.stream().filter(this::isOverdue).forEach(Upload::overdue);
    }

    private boolean isOverdue(Upload upload) {
        Duration age = upload.age();
        long due = LEAST_RATE * age.minus(GRACE).toMillis() / 1000;
        return age.compareTo(timeout) > 0 || upload.received() < due;
    }

    private Upload worst() {
        Upload worst = null;
        double most = -1;
        for (Map.Entry<Upload, Integer> entry : open.entrySet()) {
            double cost = (double) (entry.getValue() + BYTES_A_CONNECTION)
                    * entry.getKey().age().toNanos();
            if (cost > most) {
                most = cost;
                worst = entry.getKey();
            }
        }
        return worst;
    }
}
