package io.tollgate.routing.queue;

import java.util.ArrayList;
import java.util.List;

/** What a flow wants done once its message is: after the commit of the transaction in which it was taken, on the same thread. */
public final class AfterCommit {
    private final ThreadLocal<List<Runnable>> waiting = new ThreadLocal<>();

    void begin() {
        waiting.set(new ArrayList<>());
    }

    void committed() {
        waiting.get().forEach(Runnable::run);
    }

    void end() {
        waiting.remove();
    }

    /** At once when the thread is not in a message; never when its transaction rolls back. */
    void run(Runnable work) {
        List<Runnable> after = waiting.get();
        if (after == null) {
            work.run();
        } else {
            after.add(work);
        }
    }
}
