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
import org.apache.camel.Exchange;

/** One event on its way through a set: its flow first, and when that succeeds, what follows behind queues. */
final class Rehearsing {
    private final VerifiedEvent event;
    private final Recording recording;
    private final RouteSet routes;
    private final FlowRuns runs;
    private final Set<RowChange> given;
    private final boolean isShared;
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
        this.runs = new FlowRuns(recording, routes, queueFlows);
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
        if (!runs.succeeds("router", () -> {
            routes.route(exchange(recording));
            transaction.checkConstraints();
        })) {
            recording.backTo(mark);
            transaction.backTo(before);
            return List.of();
        }
        List<RowChange> rows = changes();
        if (recording.hasQueued()) {
            if (isShared) {
                transaction.pause(this::again);
            }
            runs.goOn();
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

    private Rehearsed done(List<RowChange> rows) {
        Verdict verdict = !runs.failures().isEmpty()
                ? Verdict.FAILED
                : recording.sent().isEmpty() ? Verdict.NOWHERE : Verdict.ROUTED;
        return rehearsed(verdict, rows);
    }

    /** That something has come out which no flow has thrown. */
    Rehearsed failed(Throwable failure) {
        runs.failed(failure);
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
                List.copyOf(runs.failures()),
                recording.steps(),
                List.copyOf(notes));
    }
}
