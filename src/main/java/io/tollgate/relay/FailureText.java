package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.text.Reason;
import java.util.List;

/** The cause of a failure in one line that is fit for a log and a table: no payload, bounded. */
final class FailureText {
    private FailureText() {}

    /** Of what has seen no event. */
    static String of(Throwable failure) {
        return of(failure, List.of());
    }

    /** @param entries those that it may be about */
    static String of(Throwable failure, List<Entry> entries) {
        return Reason.of(
                failure, entries.stream().map(entry -> entry.event().payload()).toList());
    }
}
