package io.tollgate.webhook;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A body on its way in, read as it comes: what is not there yet holds no thread. It ends once and with one answer, whoever
 * ends it: its last byte, a failure, the clock, or another one that needs its place.
 */
abstract class Upload implements ReadListener {
    private final HttpServletRequest request;
    private final ServletInputStream in;
    private final Uploads uploads;
    private final long begun = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private AsyncContext async;

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
     * @param reserved bytes that are reserved for it already
     */
    final void begin(int reserved) {
        if (request.getHeader("Expect") != null) {
            RawRequest.askForBody(request);
        }
        async = request.startAsync();
        async.setTimeout(0);
        in.setReadListener(this);
        uploads.add(this, reserved);
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
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        int reserved = uploads.remove(this);
        try {
            last.run(reserved);
        } catch (IOException e) {
            // who should have read the answer has gone
        } finally {
            async.complete();
        }
    }

    final HttpServletRequest request() {
        return request;
    }
}
