package io.tollgate.routing.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;

/** What a flow wants done once its message is: after the commit of the transaction in which it was taken. */
public final class AfterCommit {
    private static final String PROPERTY = "tollgateAfterCommit";

    private final ThreadLocal<List<Runnable>> waiting = new ThreadLocal<>();

    void begin() {
        waiting.set(Collections.synchronizedList(new ArrayList<>()));
    }

    /** Of the message that the thread has taken; parts of it that go on with other threads keep it. */
    void join(Exchange exchange) {
        if (exchange != null && waiting.get() != null) {
            exchange.setProperty(PROPERTY, waiting.get());
        }
    }

    void committed() {
        List.copyOf(waiting.get()).forEach(Runnable::run);
    }

    void end() {
        waiting.remove();
    }

    /** At once for what comes from no queue; never when the transaction rolls back. */
    void run(Exchange exchange, Runnable work) {
        @SuppressWarnings("unchecked")
        List<Runnable> after = exchange.getProperty(PROPERTY, List.class);
        if (after == null) {
            work.run();
        } else {
            after.add(work);
        }
    }
}
