package io.tollgate.operations;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.deadletter.QueueLook.Found;
import io.tollgate.inbox.Copies.Copy;
import io.tollgate.inbox.Copies.Twin;
import io.tollgate.inbox.DoneEvents.Done;
import io.tollgate.inbox.Entries.Attempt;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.Pauses.Pause;
import io.tollgate.inbox.QueueFailures.Failing;
import io.tollgate.operations.QueuesBehind.Answer;
import java.util.List;

/**
 * What became of one event, as far as the inbox and the broker tell.
 *
 * @param queues the messages about it, behind the routes
 * @param event its row
 * @param pause of its type; null when there is none, or the event is settled
 * @param attempts the oldest first
 * @param done by flows behind queues that do an event once
 * @param failing where its messages fail
 * @param copies of it that came another way than the stored one
 * @param twins other events of its type about its object, at about the same time
 */
public record EventReport(
        Answer<Found> queues,
        Row event,
        @JsonIgnore Pause pause,
        List<Attempt> attempts,
        List<Done> done,
        List<Failing> failing,
        List<Copy> copies,
        List<Twin> twins) {
    /** Whether its type is. */
    @JsonProperty
    public boolean paused() {
        return pause != null;
    }
}
