package io.tollgate.webhook;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body on its way in, read as it comes: what is not there yet holds no thread. It ends once and with one answer, whoever
 * ends it: its last byte, a failure, the clock, or another one that needs its place.
 */
abstract class Upload implements ReadListener {
    private static final Logger log = LoggerFactory.getLogger(Upload.class);

    /** For what lies around as headers and buffers of a connection. */
    private static final long BYTES_A_CONNECTION = 1024;

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
        if (request.getHeader("Expect") != null) {
            RawRequest.askForBody(request);
        }
        await(reservedAlready);
        in.setReadListener(this);
        uploads.add(this);
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

    /** The one with the highest gives way: bytes by nanoseconds. */
    long cost() {
        return (reserved + BYTES_A_CONNECTION) * age().toNanos();
    }

    @Override
    public final void onDataAvailable() throws IOException {
        boolean more = true;
        while (more && !ended.get() && in.isReady() && !in.isFinished()) {
            more = readFrom(in);
        }
    }

    /** Does nothing when it has ended already. */
    final void end(Last last) {
        end(last, AsyncContext::complete);
    }

    /** @return false when it has ended already, by whomever */
    final boolean end(Last last, Consumer<AsyncContext> then) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        int held = uploads.remove(this);
        try {
            last.run(held);
        } catch (IOException | IllegalStateException e) {
            log.debug("Nobody reads this answer any more: {}", Failures.oneLine(e));
        }
        try {
            then.accept(async);
            return true;
        } catch (IllegalStateException e) {
            log.debug("The container has ended this request already: {}", Failures.oneLine(e));
            return false;
        }
    }

    final HttpServletRequest request() {
        return request;
    }
}
