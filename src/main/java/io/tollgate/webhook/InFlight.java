package io.tollgate.webhook;

import java.util.concurrent.Semaphore;
import org.springframework.util.unit.DataSize;

/** Bounds what waits for its answer, in requests and in bytes, so that a slow database never fills the memory. */
class InFlight {
    private final int most;
    private final Semaphore requests;
    private final Semaphore bytes;

    InFlight(int requests, DataSize size) {
        this.most = requests;
        this.requests = new Semaphore(requests);
        this.bytes = new Semaphore(Math.toIntExact(size.toBytes()));
    }

    /** @return false when there is no room; else the caller owes a {@link #leave} with the same size */
    boolean enter(int size) {
        if (!requests.tryAcquire()) {
            return false;
        }
        if (!bytes.tryAcquire(size)) {
            requests.release();
            return false;
        }
        return true;
    }

    int count() {
        return most - requests.availablePermits();
    }

    void leave(int size) {
        bytes.release(size);
        requests.release();
    }
}
