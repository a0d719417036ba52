package io.tollgate.routing.queue;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The messages that have failed in their flows and come again, by their ids. A consumer that is closed, as at a reload, gives its
 * messages back to the broker, which delivers them to the next one at once: that is no try, and does not shorten the wait. Kept in
 * memory; after a restart what waited is tried at once, and the broker's count of deliveries is that of the tries.
 */
final class Retries {
    private static final int MOST = 100_000;

    /**
     * @param tries that have failed
     * @param dueNanos when the next one may be, on the clock of {@code nanoTime}
     * @param early how often it has come before that
     * @param dead why there is no next one; null while there is
     */
    record Retry(int tries, long dueNanos, int early, Death dead) {
        Retry dueAt(long nanos) {
            return new Retry(tries, nanos, early, dead);
        }

        Retry earlyAgain() {
            return new Retry(tries, dueNanos, early + 1, dead);
        }
    }

    private final Map<String, Retry> retries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Retry> eldest) {
            return size() > MOST;
        }
    };

    /** Null for a message that has not failed, or is not known any more. */
    synchronized Retry get(String message) {
        return retries.get(message);
    }

    synchronized void put(String message, Retry retry) {
        retries.put(message, retry);
    }

    synchronized void remove(String message) {
        retries.remove(message);
    }
}
