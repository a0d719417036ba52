package io.tollgate.routing.preview;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.rehearsal.Rehearsal;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.Verdict;

/** What an event does, tried again while it is not known: a lock or a slow moment passes. */
public final class Known {
    private Known() {}

    static Rehearsed of(Rehearsal rehearsal, VerifiedEvent event, int tries) {
        return of(rehearsal, event, tries, false);
    }

    public static Rehearsed of(Rehearsal rehearsal, VerifiedEvent event, int tries, boolean traces) {
        Rehearsed rehearsed = rehearsal.rehearse(event, traces);
        for (int tried = 1; mayPass(rehearsed, rehearsal) && tried < tries; tried++) {
            rehearsed = rehearsal.rehearse(event, traces);
        }
        return rehearsed;
    }

    private static boolean mayPass(Rehearsed rehearsed, Rehearsal rehearsal) {
        return rehearsed.verdict() == Verdict.NOT_KNOWN
                && rehearsal.left().isEmpty()
                && !Thread.currentThread().isInterrupted();
    }
}
