package io.tollgate.webhook;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * The body of a request that has its answer already. Some of it is read and dropped, so that a client that reads only
 * after it has written finds the answer, and not a connection that was reset. The answer has closed the connection, so the
 * container reads no more of it.
 */
final class RefusedBody extends Upload {
    /** Bytes. */
    static final int MOST = 64 * 1024;

    private final byte[] dropped = new byte[4096];
    private volatile int received;

    RefusedBody(HttpServletRequest request, Uploads uploads) throws IOException {
        super(request, uploads);
    }

    @Override
    boolean readFrom(ServletInputStream body) throws IOException {
        received += Math.max(body.read(dropped), 0);
        if (received >= MOST) {
            overdue();
        }
        return received < MOST;
    }

    @Override
    public void onAllDataRead() {
        end(reserved -> {});
    }

    @Override
    public void onError(Throwable failure) {
        overdue();
    }

    @Override
    void overdue() {
        end(reserved -> {});
    }

    @Override
    void giveWay() {
        overdue();
    }

    @Override
    int received() {
        return received;
    }
}
