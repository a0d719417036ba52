package io.tollgate.operations;

import io.tollgate.inbox.Copies;
import io.tollgate.inbox.DoneEvents;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Entries.Attempt;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter.Status;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.Pauses.Pause;
import io.tollgate.inbox.QueueFailures;
import java.util.List;
import java.util.Optional;

/** What became of an event? */
public final class EventQuestion {
    private final Entries entries;
    private final Pauses pauses;
    private final DoneEvents doneEvents;
    private final QueueFailures queueFailures;
    private final Copies copies;
    private final QueuesBehind queues;

    public EventQuestion(
            Entries entries,
            Pauses pauses,
            DoneEvents doneEvents,
            QueueFailures queueFailures,
            Copies copies,
            QueuesBehind queues) {
        this.entries = entries;
        this.pauses = pauses;
        this.doneEvents = doneEvents;
        this.queueFailures = queueFailures;
        this.copies = copies;
        this.queues = queues;
    }

    /** Empty when there is no such event. */
    public Optional<EventReport> of(String id) {
        return entries.find(id).map(this::of);
    }

    public EventReport of(Row row) {
        List<Attempt> attempts = entries.attempts(row.id());
        List<String> sentTo = attempts.stream()
                .flatMap(attempt -> attempt.destinations().stream())
                .toList();
        return new EventReport(
                queues.of(row.id(), sentTo),
                row,
                row.status() == Status.PENDING ? pause(row.type()) : null,
                attempts,
                doneEvents.of(row.id()),
                queueFailures.of(row.id()),
                copies.of(row.id()),
                copies.twins(row.id()));
    }

    private Pause pause(String type) {
        return pauses.list().stream()
                .filter(pause -> List.of(type, Pauses.ALL).contains(pause.type()))
                .findFirst()
                .orElse(null);
    }
}
