package io.tollgate.routing.preview;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.rehearsal.Rehearsal;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.Verdict;

/** What an event does, tried again while it is not known: a lock or a slow moment passes. */
final class Known {
    private Known() {}

    static Rehearsed of(Rehearsal rehearsal, VerifiedEvent event, int tries) {
        Rehearsed rehearsed = rehearsal.rehearse(event, false);
        for (int tried = 1; mayPass(rehearsed, rehearsal) && tried < tries; tried++) {
            rehearsed = rehearsal.rehearse(event, false);
        }
        return rehearsed;
    }

    private static boolean mayPass(Rehearsed rehearsed, Rehearsal rehearsal) {
        return rehearsed.verdict() == Verdict.NOT_KNOWN
                && rehearsal.left().isEmpty()
                && !Thread.currentThread().isInterrupted();
    }
}
