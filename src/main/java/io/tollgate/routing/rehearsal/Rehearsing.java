package io.tollgate.routing.rehearsal;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.RouteSet;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.text.Reason;
import jakarta.jms.JMSException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;

/** One event on its way through a set: its flow first, and when that succeeds, what follows behind queues. */
final class Rehearsing {
    private static final int MOST_MESSAGES = 200;
    private static final long OTHERS_NANOS = 500_000_000;
    /** Within which a thread of a pool begins, as a rule. */
    private static final long BEGIN_NANOS = 100_000_000;
    private static final long LOOK_NANOS = 1_000_000;
    private final VerifiedEvent event;
    private final Recording recording;
    private final RouteSet routes;
    private final QueueFlows queueFlows;
    private final Set<RowChange> given;
    private final boolean isShared;
    private final List<FailedStep> failures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param given rows that were there before, and are not told of
     * @param isShared whether others may wait for the transaction
     */
    Rehearsing(
            VerifiedEvent event,
            Recording recording,
            RouteSet routes,
            QueueFlows queueFlows,
            Set<RowChange> given,
            boolean isShared) {
        this.given = given;
        this.isShared = isShared;
        this.event = event;
        this.recording = recording;
        this.routes = routes;
        this.queueFlows = queueFlows;
    }

    Rehearsed run() {
        try {
            return done(rows());
        } catch (OutOfBounds e) {
            return notKnown(e.getMessage());
        } catch (SQLException e) {
            return FlowTables.isPassing(e) ? notKnown(Reason.of(e)) : failed(e);
        } catch (JMSException e) {
            return failed(e);
        }
    }

    private List<RowChange> rows() throws SQLException, JMSException {
        RolledBack transaction = recording.transaction();
        Recording.Mark mark = recording.mark();
        Savepoint before = transaction.mark();
        if (!runs("router", () -> routes.route(exchange(recording)))) {
            recording.backTo(mark);
            transaction.backTo(before);
            return List.of();
        }
        List<RowChange> rows = changes();
        if (recording.hasQueued()) {
            if (isShared) {
                transaction.pause(this::again);
            }
            goOn();
            if (!transaction.isPaused()) {
                notes.clear();
                rows = changes();
            }
            notes.addAll(recording.notes());
        }
        return rows;
    }

    private Exchange exchange(Recording notes) {
        Exchange exchange = routes.newExchange(event);
        notes.of(exchange);
        return exchange;
    }

    private List<RowChange> changes() throws SQLException {
        List<RowChange> rows = new ArrayList<>(recording.transaction().changes(Words.near(event.payload()), notes));
        rows.removeAll(given);
        return rows;
    }

    /** Writes once more what the event's flow has written, for one behind a queue. */
    private void again() {
        Recording unheard = recording.unheard();
        try {
            routes.route(exchange(unheard));
        } catch (Exception e) {
            throw new OutOfBounds("could not be repeated: " + Reason.of(e));
        }
    }

    /** Through the flows that start where it has sent to, and from there on. */
    private void goOn() throws SQLException, JMSException {
        int messages = 0;
        for (QueuedMessage next = recording.next(); next != null; next = recording.next()) {
            if (++messages > MOST_MESSAGES) {
                throw new OutOfBounds("sent more than " + MOST_MESSAGES + " messages to flows of the set");
            }
            queueFlows.take(next, routes, this::takes);
        }
        awaitOthers();
    }

    /** Threads of a step that has some, such as wireTap. */
    private void awaitOthers() {
        if (recording.isHandedOver()) {
            LockSupport.parkNanos(BEGIN_NANOS);
        }
        long end = System.nanoTime() + OTHERS_NANOS;
        while (!routes.isIdle() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void takes(String route, Exchange exchange, RouteSet through, String flow) {
        exchange.getExchangeExtension().setTransacted(true);
        recording.of(exchange);
        Recording.Mark mark = recording.mark();
        if (!runs(route, () -> through.route(flow, exchange))) {
            int last = failures.size() - 1;
            failures.set(last, failures.get(last).withDone(recording.messagesBackTo(mark)));
        }
    }

    private interface Flow {
        void run() throws Exception;
    }

    private boolean runs(String route, Flow flow) {
        try {
            flow.run();
            return true;
        } catch (Exception | Error failure) {
            boundsOf(failure);
            failures.add(recording.failure(failure, route));
            return false;
        }
    }

    /** @throws OutOfBounds for a failure that is not the flow's */
    private static void boundsOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfBounds bounds) {
                throw bounds;
            } else if (cause instanceof SQLException sql && FlowTables.isPassing(sql)) {
                throw new OutOfBounds(Reason.of(sql));
            }
        }
    }

    private Rehearsed done(List<RowChange> rows) {
        Verdict verdict = !failures.isEmpty()
                ? Verdict.FAILED
                : recording.sent().isEmpty() ? Verdict.NOWHERE : Verdict.ROUTED;
        return rehearsed(verdict, rows);
    }

    /** That something has come out which no flow has thrown. */
    Rehearsed failed(Throwable failure) {
        failures.add(recording.failure(failure, ""));
        return rehearsed(Verdict.FAILED, List.of());
    }

    /** @param why what it has done */
    Rehearsed notKnown(String why) {
        return new Rehearsed(
                event.id(),
                event.type(),
                Verdict.NOT_KNOWN,
                recording.sent(),
                List.of(),
                List.of(),
                recording.steps(),
                List.of("The rehearsal " + why));
    }

    private Rehearsed rehearsed(Verdict verdict, List<RowChange> rows) {
        return new Rehearsed(
                event.id(),
                event.type(),
                verdict,
                recording.sent(),
                rows,
                List.copyOf(failures),
                recording.steps(),
                List.copyOf(notes));
    }
}
