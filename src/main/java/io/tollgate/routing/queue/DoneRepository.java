package io.tollgate.routing.queue;

import io.tollgate.inbox.DoneEvents;
import io.tollgate.inbox.DoneEvents.Work;
import io.tollgate.text.Reason;
import io.tollgate.text.Storable;
import io.tollgate.text.Visible;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of an {@code idempotentConsumer} behind a queue, {@code idempotentRepository: doneEvents}: by event, route, step and key, in the inbox's
 * database. Whatever the step says of {@code eager}, an event is noted after its success: with {@code completionEager} once the steps inside have
 * ended, without it once the message's transaction is committed. To note it before would lose it with a failure or a crash.
 */
public final class DoneRepository implements IdempotentRepository {
    private static final Logger log = LoggerFactory.getLogger(DoneRepository.class);
    private static final String BEGUN = "tollgateBegun";
    private static final String COMPLETES = "tollgateCompletes";

    private final DoneEvents events;
    private final AfterCommit afterCommit;

    public DoneRepository(DoneEvents events, AfterCommit afterCommit) {
        this.events = events;
        this.afterCommit = afterCommit;
    }

    /** Called before the steps, and without {@code eager} after them as well. Notes nothing yet. */
    @Override
    public boolean add(Exchange exchange, String key) {
        return !contains(exchange, key);
    }

    @Override
    public boolean contains(Exchange exchange, String key) {
        if (completes(exchange)) {
            return false;
        }
        Work work = work(exchange, key);
        Optional<Instant> done = events.find(work);
        done.ifPresent(at -> log.info(
                "{} is done in route {} at step {} since {}, and not done again; a replay or retry with --again does it",
                Visible.of(work.event()),
                work.route(),
                work.step(),
                at));
        if (done.isEmpty()) {
            List<Work> begun = new ArrayList<>(begun(exchange));
            begun.add(work);
            exchange.setProperty(BEGUN, begun);
            exchange.getExchangeExtension().addOnCompletion(new Completes());
        }
        return done.isPresent();
    }

    private static Work work(Exchange exchange, String key) {
        String event = exchange.getMessage().getHeader(MessageContract.EVENT_ID, key, String.class);
        String step = exchange.getExchangeExtension().getHistoryNodeId();
        return new Work(Storable.text(event), exchange.getFromRouteId(), String.valueOf(step), Storable.text(key));
    }

    @SuppressWarnings("unchecked")
    private static List<Work> begun(Exchange exchange) {
        return exchange.getProperty(BEGUN, List.of(), List.class);
    }

    /** Called after success. */
    @Override
    public boolean confirm(Exchange exchange, String key) {
        ended(exchange, key).ifPresent(work -> {
            if (completes(exchange)) {
                afterCommit.run(exchange, () -> note(work));
            } else {
                note(work);
            }
        });
        return true;
    }

    /** The last one that has begun and has not ended: steps are in each other. */
    private static Optional<Work> ended(Exchange exchange, String key) {
        List<Work> begun = new ArrayList<>(begun(exchange));
        for (int at = begun.size() - 1; at >= 0; at--) {
            if (begun.get(at).key().equals(Storable.text(key))) {
                Work work = begun.remove(at);
                exchange.setProperty(BEGUN, begun);
                return Optional.of(work);
            }
        }
        return Optional.empty();
    }

    /** One that could not be noted is done again if it comes again. */
    private void note(Work work) {
        try {
            events.note(work);
        } catch (RuntimeException e) {
            log.warn(
                    "{} is done in route {}, but that could not be noted, so a message that comes again does it again: {}",
                    Visible.of(work.event()),
                    work.route(),
                    Reason.of(e));
        }
    }

    /** Called after a failure, of which nothing was noted. */
    @Override
    public boolean remove(Exchange exchange, String key) {
        ended(exchange, key);
        return true;
    }

    private static boolean completes(Exchange exchange) {
        return exchange.getProperty(COMPLETES) != null;
    }

    /** Says to what is called at the end of an exchange that it is the end. */
    private static final class Completes extends SynchronizationAdapter {
        @Override
        public int getOrder() {
            return Ordered.HIGHEST;
        }

        @Override
        public void onDone(Exchange exchange) {
            exchange.setProperty(COMPLETES, true);
        }
    }

    @Override
    public boolean add(String event) {
        throw new UnsupportedOperationException("A route is needed");
    }

    @Override
    public boolean contains(String event) {
        throw new UnsupportedOperationException("A route is needed");
    }

    @Override
    public boolean remove(String event) {
        throw new UnsupportedOperationException("A route is needed");
    }

    @Override
    public boolean confirm(String event) {
        throw new UnsupportedOperationException("A route is needed");
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("What flows have done is not cleared at once");
    }

    @Override
    public void start() {
        // it lives as long as the gateway
    }

    @Override
    public void stop() {
        // other sets use it as well
    }
}
