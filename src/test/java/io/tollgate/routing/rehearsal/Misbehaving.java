package io.tollgate.routing.rehearsal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/** Beans of a team that no rehearsal can end, or that throw what nobody expects. */
public final class Misbehaving {
    static final CountDownLatch STARTED = new CountDownLatch(1);
    /** Which test it is; a thread of one before ends. */
    static final AtomicInteger TEST = new AtomicInteger();

    /** By {@link Remembering}. */
    static final Set<String> REMEMBERED = ConcurrentHashMap.newKeySet();

    private Misbehaving() {}

    /** A team's own, outside of any transaction. */
    public static final class Remembering extends ServiceSupport implements IdempotentRepository {
        @Override
        public boolean add(String key) {
            return REMEMBERED.add(key);
        }

        @Override
        public boolean contains(String key) {
            return REMEMBERED.contains(key);
        }

        @Override
        public boolean remove(String key) {
            return REMEMBERED.remove(key);
        }

        @Override
        public boolean confirm(String key) {
            return true;
        }

        @Override
        public void clear() {
            REMEMBERED.clear();
        }
    }

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
