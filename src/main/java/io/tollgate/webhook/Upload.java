package io.tollgate.webhook;

import io.tollgate.UnreadBodies;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body on its way in, read as it comes: what is not there yet holds no thread. It ends once and with one answer, whoever
 * ends it: its last byte, a failure, the clock, or another one that needs its place.
 */
abstract class Upload implements ReadListener {
    private static final Logger log = LoggerFactory.getLogger(Upload.class);

    /** Bytes a second, after two seconds. A body that comes more slowly comes from nobody who means it. */
    private static final int LEAST_RATE = 4096;

    private static final Duration GRACE = Duration.ofSeconds(2);

    /** What has come of each. */
    private static final int BYTES_A_HEAD = 500;

    private final HttpServletRequest request;
    private final ServletInputStream in;
    private final Uploads uploads;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile AsyncContext async;
    private volatile long begun;

    /** Bytes that are reserved for it, and where it is among all; negative when it is not. Guarded by {@link Uploads}. */
    int reserved;

    int place = -1;

    /** The last thing that is done for a request. */
    interface Last {
        /** @param reserved bytes that are reserved for its body */
        void run(int reserved) throws IOException;
    }

    /** @param request from which nothing else reads any more */
    Upload(HttpServletRequest request, Uploads uploads) throws IOException {
        this.request = request;
        this.in = request.getInputStream();
        this.uploads = uploads;
    }

    /**
     * Returns at once; the next byte is read once the caller has given the request's thread back.
     *
     * @param reservedAlready bytes
     */
    final void begin(int reservedAlready) {
        reserved = reservedAlready;
        if (request.getHeader("Expect") != null && !askForBody()) {
            ended.set(true);
            uploads.giveBack(uploads.remove(this));
            return;
        }
        await(reservedAlready);
        in.setReadListener(this);
        uploads.add(this);
    }

    /**
     * Sends the 100 that a client with {@code Expect: 100-continue} waits for.
     *
     * @return false when it has gone; then the container ends the request, and whoever goes on with it would meet another
     *     one in the same object
     */
    private boolean askForBody() {
        Request raw = UnreadBodies.rawRequest(request);
        raw.action(ActionCode.ACK, ContinueResponseTiming.ALWAYS);
        return !UnreadBodies.is(raw, ActionCode.IS_ERROR);
    }

    /** The request is not over when its thread is given back. */
    final void await(int reservedAlready) {
        reserved = reservedAlready;
        begun = System.nanoTime();
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        async = context;
    }

    /** Whether it may be ended. */
    final boolean hasBegun() {
        return async != null;
    }

    /** From then on nobody may begin to keep it. */
    final boolean hasEnded() {
        return ended.get();
    }

    /**
     * Reads some of what is there, without waiting.
     *
     * @return false when it has ended this
     */
    abstract boolean readFrom(ServletInputStream body) throws IOException;

    /** How many bytes have come. May be called by any thread. */
    abstract int received();

    /** Ends it because it takes too long. May be called by any thread. */
    abstract void overdue();

    /** Ends it for the sake of others. May be called by any thread. */
    abstract void giveWay();

    final Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** May be called by any thread. */
    boolean isTooSlow() {
        return received() < LEAST_RATE * age().minus(GRACE).toMillis() / 1000;
    }

    /** The one with the highest gives way when there is no room for a byte: bytes by nanoseconds. */
    double bytesCost() {
        return (double) reserved * age().toNanos();
    }

    /** The one with the highest gives way when there is no place for one more: nanoseconds a byte that has come. */
    double placeCost() {
        return (double) age().toNanos() / (received() + BYTES_A_HEAD);
    }

    @Override
    public final void onDataAvailable() throws IOException {
        boolean more = true;
        while (more && !ended.get() && in.isReady() && !in.isFinished()) {
            more = readFrom(in);
        }
    }

    /** @return false when it has ended already */
    final boolean end(Last last) {
        boolean first = isLast(last);
        if (first) {
            container(AsyncContext::complete);
        }
        return first;
    }

    /**
     * Ends it, and has the request dispatched anew.
     *
     * @return false when it has ended already, by whomever
     */
    final boolean endAndDispatch(Last last) {
        return isLast(last) && container(AsyncContext::dispatch);
    }

    private boolean isLast(Last last) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        try {
            last.run(uploads.remove(this));
        } catch (IOException | RuntimeException e) {
            log.debug("Nobody reads this answer any more: {}", Failures.oneLine(e));
        }
        return true;
    }

    private boolean container(Consumer<AsyncContext> call) {
        try {
            boolean ours = isStillOurs();
            if (ours) {
                call.accept(async);
            }
            return ours;
        } catch (IllegalStateException e) {
            log.debug("The container has ended this request already: {}", Failures.oneLine(e));
            return false;
        }
    }

    /** Once the container has ended the request, the next one may be in the same objects. */
    private boolean isStillOurs() {
        try {
            request.getMethod();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    final HttpServletRequest request() {
        return request;
    }
}
