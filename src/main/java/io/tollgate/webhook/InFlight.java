package io.tollgate.webhook;

import java.util.concurrent.Semaphore;

/** Bounds what waits for its answer, in requests and in bytes, so that a slow database never fills the memory. */
class InFlight {
    private final int most;
    private final Semaphore requests;
    private final Semaphore bytes;

    InFlight(int requests, int bytes) {
        this.most = requests;
        this.requests = new Semaphore(requests);
        this.bytes = new Semaphore(bytes);
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
