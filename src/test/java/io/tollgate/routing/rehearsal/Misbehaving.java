package io.tollgate.routing.rehearsal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Beans of a team that no rehearsal can end, or that throw what nobody expects. */
public final class Misbehaving {
    static final CountDownLatch STARTED = new CountDownLatch(1);
    /** Which test it is; a thread of one before ends. */
    static final AtomicInteger TEST = new AtomicInteger();

    private Misbehaving() {}

    /** Computes for ever, whoever interrupts it. */
    public static final class Endless implements Processor {
        @Override
        public void process(Exchange exchange) {
            STARTED.countDown();
            int test = TEST.get();
            while (TEST.get() == test) {
                Thread.onSpinWait();
            }
        }
    }

    /** Throws an error. */
    public static final class Erring implements Processor {
        @Override
        public void process(Exchange exchange) {
            throw new LinkageError("a class of another version");
        }
    }
}
