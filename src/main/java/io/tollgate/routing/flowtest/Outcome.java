package io.tollgate.routing.flowtest;

import io.tollgate.routing.rehearsal.Rehearsed;
import java.util.List;

/**
 * What came of an event, for an expectation to look at.
 *
 * @param event as it was given
 * @param rehearsed of the event by itself
 * @param again runs it anew, and something after it or in it
 * @param all what the test expects besides
 */
record Outcome(String event, Rehearsed rehearsed, Again again, List<Expectation> all) {
    /** More runs of the same event, each from the same beginning. */
    interface Again {
        /** The event, and then once more the same. */
        List<Rehearsed> twice() throws Exception;

        /** The event, and then one that is an hour older, with an id of its own. */
        List<Rehearsed> andAnOlderOne() throws Exception;

        /** The event, of which this step fails. */
        Rehearsed failingAt(String step) throws Exception;
    }
}
