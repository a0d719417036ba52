package io.tollgate.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many requests that are refused a client may send: a token bucket for each, which only they empty. Whoever has sent an event
 * that was signed right is never refused here for a day, however much comes from there. Bounded in memory: of clients
 * that are too many, those are forgotten that were refused longest ago.
 */
final class ClientRates {
    static final int MOST_CLIENTS = 10_000;
    private static final int MOST_KNOWN = 1_000;
    private static final int SECONDS_AT_ONCE = 10;
    private static final long KNOWN_NANOS = TimeUnit.DAYS.toNanos(1);
    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** @param at when it had as many */
    private record Bucket(double tokens, long at) {}

    private final int rate;
    private final LongSupplier ticker;
    private final Map<Address, Bucket> buckets = bounded(MOST_CLIENTS);
    private final Map<Address, Long> known = bounded(MOST_KNOWN);

    /**
     * @param rate requests a second; 0 for no limit
     * @param ticker nanoseconds
     */
    ClientRates(int rate, LongSupplier ticker) {
        this.rate = rate;
        this.ticker = ticker;
    }

    private static <V> Map<Address, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Address, V> eldest) {
                return size() > most;
            }
        };
    }

    /** Whether it has to wait. */
    synchronized boolean isOver(Address client) {
        return rate > 0 && buckets.containsKey(client.ofClient()) && !isKnown(client) && tokens(client) < 1;
    }

    /** One of its requests was refused. */
    synchronized void refused(Address client) {
        if (rate > 0 && !isKnown(client)) {
            buckets.put(client.ofClient(), new Bucket(Math.max(0, tokens(client) - 1), ticker.getAsLong()));
        }
    }

    /** One of its requests had an event that was signed right. */
    synchronized void signed(Address client) {
        if (rate > 0) {
            known.put(client.ofClient(), ticker.getAsLong());
            buckets.remove(client.ofClient());
        }
    }

    private boolean isKnown(Address client) {
        Long since = known.get(client.ofClient());
        return since != null && ticker.getAsLong() - since < KNOWN_NANOS;
    }

    private double tokens(Address client) {
        double most = (double) rate * SECONDS_AT_ONCE;
        Bucket bucket = buckets.get(client.ofClient());
        return bucket == null
                ? most
                : Math.min(most, bucket.tokens() + rate * (ticker.getAsLong() - bucket.at()) / NANOS_A_SECOND);
    }

    /** Clients that are kept. */
    synchronized int count() {
        return buckets.size();
    }
}
