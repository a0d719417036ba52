package io.tollgate.webhook;

import java.util.concurrent.Semaphore;
import org.springframework.util.unit.DataSize;

/** Bounds what waits for its answer, in requests and in bytes, so that a slow database never fills the memory. */
final class InFlight {
    private final int most;
    private final Semaphore requests;
    private final Semaphore bytes;

    InFlight(int requests, DataSize size) {
        this.most = requests;
        this.requests = new Semaphore(requests);
        this.bytes = new Semaphore(Math.toIntExact(size.toBytes()));
    }

    /** @return false when there is no room; else the caller owes a {@link #giveBack} */
    boolean reserve(int size) {
        return bytes.tryAcquire(size);
    }

    void giveBack(int size) {
        bytes.release(size);
    }

    /** @return false when there are too many; else the caller owes a {@link #leave} */
    boolean enter() {
        return requests.tryAcquire();
    }

    void leave() {
        requests.release();
    }

    /** Requests that have entered and not left. */
    int count() {
        return most - requests.availablePermits();
    }
}
