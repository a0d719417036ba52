package io.tollgate.routing.reload;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.Rule;
import io.tollgate.routing.preview.NewFailures;
import io.tollgate.routing.preview.NewFailures.Failing;
import io.tollgate.routing.rehearsal.FailedStep;
import java.util.List;

/** What is said of a set through which the last events were run. */
final class TrialReport {
    private static final int MOST_FINDINGS = 5;
    private static final String WAY_OUT = "; correct it, or let it take effect as it is: ./tollgate routes accept";

    /** Of a set that was refused by a process before. */
    static final Finding OF_BEFORE = new Finding(
            Rule.NEWLY_FAILS,
            ".",
            1,
            1,
            "These routes were refused before the start, since some of the last events newly failed with them"
                    + WAY_OUT);

    private TrialReport() {}

    /** One a step. */
    static List<Finding> findings(NewFailures found) {
        return found.failing().stream()
                .limit(MOST_FINDINGS)
                .map(failing -> finding(failing, found.decided()))
                .toList();
    }

    private static Finding finding(Failing failing, int of) {
        FailedStep step = failing.step();
        VerifiedEvent first = failing.first();
        String[] place = step.place().split(":");
        return new Finding(
                Rule.NEWLY_FAILS,
                place[0].isEmpty() ? "." : place[0],
                place.length > 1 ? Integer.parseInt(place[1]) : 1,
                1,
                "Step %s of route %s newly fails with %d of the last %d events, such as %s %s: %s"
                                .formatted(
                                        step.step(),
                                        step.route(),
                                        failing.events(),
                                        of,
                                        first.id(),
                                        first.type(),
                                        step.reason())
                        + WAY_OUT);
    }

    /** Of a set with which none fails that has been tried. */
    static String soFar(NewFailures found, boolean isBeside) {
        return "none of the last " + found.decided() + " events newly fails"
                + (isBeside ? ", in an empty database with the new tables" : "")
                + (found.notKnown() == 0 ? "" : ", " + found.notKnown() + " are not known");
    }
}
