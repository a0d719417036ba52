package io.tollgate.operations;

import io.tollgate.deadletter.QueueLook.Found;
import io.tollgate.inbox.DoneEvents;
import io.tollgate.inbox.DoneEvents.Done;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter.Status;
import io.tollgate.inbox.Replays;
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
public final class ReplayOfIds {
    /** Each look takes a connection to the broker. */
    private static final int MOST_LOOKED_FOR = 20;

    private static final String DLQ = "DLQ.";

    private final Replays replays;
    private final Entries entries;
    private final DoneEvents doneEvents;
    private final QueuesBehind queues;
    private final Consumer<String> first;
    private final Consumer<String> say;
    private final List<String> taken = new ArrayList<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final Map<String, List<Found>> onTheirWay = new LinkedHashMap<>();
    private boolean looks;
    private int lookedFor;

    /**
     * @param queues where to look whether a message about an event is on its way already; null to look nowhere
     * @param first gets the id of each event before it is set back
     * @param say gets each sentence for who reads text
     */
    public ReplayOfIds(
            Replays replays,
            Entries entries,
            DoneEvents doneEvents,
            QueuesBehind queues,
            Consumer<String> first,
            Consumer<String> say) {
        this.replays = replays;
        this.entries = entries;
        this.doneEvents = doneEvents;
        this.queues = queues;
        this.looks = queues != null;
        this.first = first;
        this.say = say;
    }

    /**
     * What a replay does not do by itself.
     *
     * @param again lets flows behind queues do an event again that they do once
     * @param aside takes what was set aside
     */
    public record Allowed(boolean again, boolean aside) {
        /** As options of the command. */
        @Override
        public String toString() {
            return ((again ? "--again " : "") + (aside ? "--aside" : "")).strip();
        }
    }

    /** @param by who asks for it; null to look only */
    public void take(List<String> ids, String by, Allowed allowed) {
        for (String id : ids) {
            if (replays.isReplayable(id, allowed.aside())) {
                look(id);
                take(id, by, allowed);
            } else {
                refused.put(id, whyNot(id));
            }
        }
    }

    private void take(String id, String by, Allowed allowed) {
        if (by != null) {
            first.accept(id);
        }
        if (by != null && !replays.replay(id, by, allowed.again(), allowed.aside())) {
            refused.put(id, whyNot(id));
            return;
        }
        taken.add(id);
        say.accept(by == null ? id + " would be due again" : id + " is due again. See ./tollgate events " + id);
        if (!allowed.again()) {
            doneEvents.of(id).forEach(done -> say.accept(line(done)));
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
                entries.attempts(id).stream()
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
        Optional<Row> row = entries.find(id);
        if (row.isEmpty()) {
            return noSuchEvent(id);
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
        return row.aside() != null && replays.isReplayable(row.id(), true);
    }

    public List<String> taken() {
        return taken;
    }

    /** Why, by id. */
    public Map<String, String> refused() {
        return refused;
    }

    /** By id, as far as it was looked for. */
    public Map<String, List<Found>> onTheirWay() {
        return onTheirWay;
    }

    /** How many were taken, by type. */
    public Map<String, Long> types() {
        Map<String, Long> types = new TreeMap<>();
        taken.forEach(id -> entries.find(id).ifPresent(row -> types.merge(row.type(), 1L, Long::sum)));
        return types;
    }

    public static String noSuchEvent(String id) {
        return "There is no event " + id + (id.startsWith("evt_") ? "" : ": ids begin with evt_");
    }
}
