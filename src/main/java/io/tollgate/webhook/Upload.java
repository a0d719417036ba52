package io.tollgate.webhook;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A body on its way in, read as it comes: what is not there yet holds no thread. It ends once and with one answer, whoever
 * ends it: its last byte, a failure, the clock, or another one that needs its place.
 */
abstract class Upload implements ReadListener {
    private final HttpServletRequest request;
    private final ServletInputStream in;
    private final Uploads uploads;
    private final AtomicBoolean ended = new AtomicBoolean();
    private AsyncContext async;
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
        async = request.startAsync();
        async.setTimeout(0);
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

    /** @return false when it has ended already */
    final boolean end(Last last, Consumer<AsyncContext> then) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        try {
            last.run(uploads.remove(this));
        } catch (IOException e) {
            // who should have read the answer has gone
        } finally {
            then.accept(async);
        }
        return true;
    }

    final HttpServletRequest request() {
        return request;
    }
}
