package io.tollgate.routing.rehearsal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;

/** What one event does on its way. It travels with the exchange, so that a thread that does not end disturbs no other event. */
final class Recording {
    private static final String PROPERTY = "tollgateRecording";
    private static final int MOST_STEPS = 100_000;
    private static final int MOST_SENT = 10_000;
    private static final int MOST_TRACED = 2_000;
    private final boolean traces;
    private final String failing;
    private final byte[] payload;
    private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());
    private final List<TracedStep> steps = Collections.synchronizedList(new ArrayList<>());
    private final Failures failures;
    private final List<QueuedMessage> queued = Collections.synchronizedList(new ArrayList<>());
    private final RolledBack transaction;
    private final Set<String> notes = Collections.synchronizedSet(new LinkedHashSet<>());
    private volatile boolean handedOver;
    private int count;
    private int taken;
    private volatile String over;

    /**
     * @param payload of the event
     * @param transaction in which its SQL runs
     * @param traces whether each step is noted
     * @param failing the id of a step that is to fail; null for none
     */
    Recording(byte[] payload, RolledBack transaction, boolean traces, String failing) {
        this.failing = failing;
        this.payload = payload;
        this.failures = new Failures(payload);
        this.transaction = transaction;
        this.traces = traces;
    }

    void of(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** Null for an exchange that is about no event, such as one that a bean has begun. */
    static Recording at(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Recording.class);
    }

    /** That something of it cannot be seen. */
    void note(String note) {
        notes.add(note);
    }

    /** Another thread has been given an exchange. */
    void handOver() {
        handedOver = true;
    }

    boolean isHandedOver() {
        return handedOver;
    }

    Set<String> notes() {
        return notes;
    }

    boolean traces() {
        return traces && steps.size() < MOST_TRACED;
    }

    RolledBack transaction() {
        return transaction;
    }

    /** From now on each step fails. May be called by any thread. */
    void end(String why) {
        over = why;
    }

    /** @throws OutOfBounds once it has to end */
    void step(String id) {
        if (over == null && ++count > MOST_STEPS) {
            over = "went through more than " + MOST_STEPS + " steps";
        }
        check();
        if (id.equals(failing)) {
            throw new IllegalStateException("The test lets this step fail");
        }
    }

    private void check() {
        if (over != null) {
            throw new OutOfBounds(over);
        }
    }

    /** @return its place among the others */
    int begin(TracedStep step) {
        steps.add(step);
        return steps.size() - 1;
    }

    void ended(int at, TracedStep step) {
        steps.set(at, step);
    }

    /** Which steps have failed. */
    Failures failures() {
        return failures;
    }

    void sent(Sent what) {
        check();
        if (sent.size() >= MOST_SENT) {
            over = "sent more than " + MOST_SENT + " times";
            check();
        }
        sent.add(what);
    }

    void queued(QueuedMessage message) {
        queued.add(message);
    }

    /** The next message that a flow of the set may take; null when there is none. */
    QueuedMessage next() {
        return taken < queued.size() ? queued.get(taken++) : null;
    }

    boolean hasQueued() {
        return taken < queued.size();
    }

    /** Of the same event, for a run of which nobody is told. */
    Recording unheard() {
        return new Recording(payload, transaction, false, null);
    }

    /** Where it stands. */
    record Mark(int sent, int queued) {}

    Mark mark() {
        return new Mark(sent.size(), queued.size());
    }

    /** Forgets what has been sent since. */
    void backTo(Mark mark) {
        sent.subList(mark.sent(), sent.size()).clear();
        queued.subList(mark.queued(), queued.size()).clear();
    }

    /**
     * Forgets the messages that have been sent since: a mail, a call or a statement of a flow behind a queue is not taken back.
     *
     * @return where else it has been to
     */
    List<String> messagesBackTo(Mark mark) {
        List<Sent> since = sent.subList(mark.sent(), sent.size());
        since.removeIf(Sent::isMessage);
        queued.subList(mark.queued(), queued.size()).clear();
        return since.stream().map(Sent::destination).toList();
    }

    List<Sent> sent() {
        return List.copyOf(sent);
    }

    List<TracedStep> steps() {
        return List.copyOf(steps);
    }
}
