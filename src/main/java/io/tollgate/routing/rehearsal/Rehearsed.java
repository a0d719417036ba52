package io.tollgate.routing.rehearsal;

import java.util.List;

/**
 * What an event would do, and has not done.
 *
 * @param id of the event
 * @param type of the event
 * @param verdict what would become of it
 * @param sent in order; of flows that fail nothing
 * @param rows that would be other ones
 * @param failures of its flow, or of flows behind queues; those are tried again, and then a dead letter
 * @param steps each that it went through; empty unless they were asked for
 * @param notes what could not be seen
 */
public record Rehearsed(
        String id,
        String type,
        Verdict verdict,
        List<Sent> sent,
        List<RowChange> rows,
        List<FailedStep> failures,
        List<TracedStep> steps,
        List<String> notes) {}
