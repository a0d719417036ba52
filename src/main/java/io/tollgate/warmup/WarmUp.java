package io.tollgate.warmup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/**
 * Tells the events of this process's own warm-up from everybody's: their ids begin with 128 random bits that are in this
 * process's memory only, and only while the warm-up has requests under way. It opens once at most, and closes for good;
 * such an id is one like any other before and after. It is a listener by its type, not by an annotation: the operators' port is
 * closed after this has gone when a start fails, and says so.
 */
@Component
public final class WarmUp implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {
    private static final int RANDOM_BYTES = 16;

    private final AtomicLong number = new AtomicLong();
    private boolean opened;
    /** The beginning of each id; null unless it is open. */
    private volatile byte[] token;

    private volatile boolean receiving;
    private boolean stopping;

    /** Whether all that receives runs, although the gateway is not ready yet. False before a warm-up and without one. */
    public boolean isReceiving() {
        return receiving;
    }

    /**
     * Whether the event is of the warm-up. In constant time, so that nobody can guess it digit by digit.
     *
     * @param eventId of an event whose signature was right
     */
    public boolean owns(String eventId) {
        byte[] expected = token;
        return expected != null
                && MessageDigest.isEqual(
                        expected, Arrays.copyOf(eventId.getBytes(StandardCharsets.UTF_8), expected.length));
    }

    /**
     * An id for one event of the warm-up, each of the same length.
     *
     * @throws IllegalStateException unless it is open
     */
    public String nextId() {
        byte[] start = token;
        if (start == null) {
            throw new IllegalStateException("There is no warm-up under way");
        }
        return String.format(
                Locale.ROOT, "%s_%010d", new String(start, StandardCharsets.US_ASCII), number.incrementAndGet());
    }

    /** @throws IllegalStateException the second time */
    synchronized void open() {
        if (opened) {
            throw new IllegalStateException("A gateway is warmed up once");
        }
        opened = true;
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        token = ("evt_" + HexFormat.of().formatHex(random)).getBytes(StandardCharsets.US_ASCII);
        receiving = !stopping;
    }

    /** Only once each request has its answer: what comes with its token from then on is stored. */
    void close() {
        token = null;
    }

    /** A stop in the middle of a warm-up. */
    @Override
    public synchronized void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> readiness) {
        if (readiness.getState() == ReadinessState.REFUSING_TRAFFIC) {
            stopping = true;
            receiving = false;
        }
    }
}
