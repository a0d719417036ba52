package io.tollgate.routing.rehearsal;

import io.tollgate.routing.RouteSet;
import io.tollgate.routing.sql.FlowTables;
import io.tollgate.text.Reason;
import jakarta.jms.JMSException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;

/** Runs the flow of an event, and what follows behind queues, and notes which of them fail. */
final class FlowRuns {
    private static final int MOST_MESSAGES = 200;
    private static final long OTHERS_NANOS = 500_000_000;
    /** Within which a thread of a pool begins, as a rule. */
    private static final long BEGIN_NANOS = 100_000_000;

    private static final long LOOK_NANOS = 1_000_000;

    private final Recording recording;
    private final RouteSet routes;
    private final QueueFlows queueFlows;
    private final List<FailedStep> failures = new ArrayList<>();

    FlowRuns(Recording recording, RouteSet routes, QueueFlows queueFlows) {
        this.recording = recording;
        this.routes = routes;
        this.queueFlows = queueFlows;
    }

    List<FailedStep> failures() {
        return failures;
    }

    /** That something has come out which no flow has thrown. */
    void failed(Throwable failure) {
        failures.add(recording.failures().of(failure, ""));
    }

    /** Through the flows that start where it has sent to, and from there on. */
    void goOn() throws SQLException, JMSException {
        int messages = 0;
        for (QueuedMessage next = recording.next(); next != null; next = recording.next()) {
            if (++messages > MOST_MESSAGES) {
                throw new OutOfBounds("sent more than " + MOST_MESSAGES + " messages to flows of the set");
            }
            boolean onStandIn = next.onStandIn();
            queueFlows.take(next, routes, (route, exchange, through, flow) -> {
                recording.failures().begin(onStandIn);
                takes(route, exchange, through, flow);
            });
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
        if (!succeeds(route, () -> through.route(flow, exchange))) {
            int last = failures.size() - 1;
            failures.set(last, failures.get(last).withDone(recording.messagesBackTo(mark)));
        }
    }

    /** A flow that is run. */
    interface Flow {
        void run() throws Exception;
    }

    /** @return false when it fails; then the failure is noted */
    boolean succeeds(String route, Flow flow) {
        try {
            flow.run();
            return true;
        } catch (Exception | Error failure) {
            boundsOf(failure);
            failures.add(recording.failures().of(failure, route).inRun(route));
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
}
