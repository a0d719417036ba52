package io.tollgate.cli;

import io.tollgate.deadletter.QueueLook.Found;
import io.tollgate.inbox.DoneEvents.Done;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter.Status;
import io.tollgate.operations.QueuesBehind;
import io.tollgate.operations.QueuesBehind.Answer;
import io.tollgate.text.Visible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A replay of events by their ids. Before each it looks for messages about it that are still on their way. */
final class ReplayOfIds {
    /** Each look takes a connection to the broker. */
    private static final int MOST_LOOKED_FOR = 20;

    private static final String DLQ = "DLQ.";

    private final Operations operations;
    private final QueuesBehind queues;
    private final Consumer<String> say;
    private final List<String> taken = new ArrayList<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final Map<String, List<Found>> onTheirWay = new LinkedHashMap<>();
    private boolean looks = true;
    private int lookedFor;

    /** @param say gets each sentence for who reads text */
    ReplayOfIds(Operations operations, QueuesBehind queues, Consumer<String> say) {
        this.operations = operations;
        this.queues = queues;
        this.say = say;
    }

    /**
     * What a replay does not do by itself.
     *
     * @param again lets flows behind queues do an event again that they do once
     * @param aside takes what was set aside
     */
    record Allowed(boolean again, boolean aside) {}

    /** @param by who asks for it; null to look only */
    void take(List<String> ids, String by, Allowed allowed) {
        for (String id : ids) {
            if (operations.replays().isReplayable(id, allowed.aside())) {
                look(id);
                take(id, by, allowed);
            } else {
                refused.put(id, whyNot(id));
            }
        }
    }

    private void take(String id, String by, Allowed allowed) {
        if (by != null && !operations.replays().replay(id, by, allowed.again(), allowed.aside())) {
            refused.put(id, whyNot(id));
            return;
        }
        taken.add(id);
        say.accept(by == null ? id + " would be due again" : id + " is due again. See ./tollgate events " + id);
        if (!allowed.again()) {
            operations.doneEvents().of(id).forEach(done -> say.accept(line(done)));
        }
    }

    /** No longer once the broker does not answer, which may take seconds each time. */
    private void look(String id) {
        if (!looks) {
            return;
        }
        if (lookedFor++ == MOST_LOOKED_FOR) {
            looks = false;
            say.accept("Of the others it is not looked whether a message about them is still in a queue");
            return;
        }
        Answer<Found> answer = queues.of(
                id,
                operations.entries().attempts(id).stream()
                        .flatMap(attempt -> attempt.destinations().stream())
                        .toList());
        if (answer.why() != null) {
            looks = false;
            say.accept("Whether a message is still in a queue is not known: " + answer.why());
        } else if (!answer.found().isEmpty()) {
            onTheirWay.put(id, answer.found());
            answer.found().stream().map(Found::queue).distinct().forEach(queue -> say.accept(line(id, queue)));
        }
    }

    private static String line(String id, String queue) {
        return Visible.of(
                queue.startsWith(DLQ)
                        ? "A message about " + id + " is in " + queue + " already: ./tollgate dlq retry --event " + id
                                + " sends that one; a replay adds a second"
                        : "A message about " + id + " waits in " + queue + " already; a replay adds a second");
    }

    private static String line(Done done) {
        return "  Route " + done.route() + " has done it at " + done.doneAt()
                + ", and does an event once: --again lets it do it again";
    }

    private String whyNot(String id) {
        Optional<Row> row = operations.entries().find(id);
        if (row.isEmpty()) {
            return OperatorCommand.noSuchEvent(id);
        } else if (isAside(row.get())) {
            return id + " was set aside: " + row.get().aside()
                    + ". Correct that setting if it is wrong and restart, for what"
                    + " comes from now on; --aside lets this one through";
        } else if (row.get().status() != Status.PENDING) {
            return "Retention has removed the payload of " + id;
        }
        return id + (row.get().claimed() ? " is being routed" : " waits for its first attempt")
                + " already. See ./tollgate events " + id;
    }

    /** With its payload, or else nothing lets it through. */
    private boolean isAside(Row row) {
        return row.aside() != null && operations.replays().isReplayable(row.id(), true);
    }

    List<String> taken() {
        return taken;
    }

    /** Why, by id. */
    Map<String, String> refused() {
        return refused;
    }

    /** By id, as far as it was looked for. */
    Map<String, List<Found>> onTheirWay() {
        return onTheirWay;
    }

    /** How many were taken, by type. */
    Map<String, Long> types() {
        Map<String, Long> types = new TreeMap<>();
        taken.forEach(id -> operations.entries().find(id).ifPresent(row -> types.merge(row.type(), 1L, Long::sum)));
        return types;
    }
}
