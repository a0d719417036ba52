package io.tollgate.routing.flowtest;

import io.tollgate.routing.rehearsal.RowChange;
import io.tollgate.routing.rehearsal.Sent;
import java.util.List;

/** Something that is to come of an event. */
interface Expectation {
    /** From 1, in the file of the test. */
    int line();

    /** What is not as it is expected, in the words of the file; none when all is. */
    List<String> differences(Outcome outcome) throws Exception;

    /** Whether this is what it expects. */
    default boolean covers(Sent sent) {
        return false;
    }

    /** Whether this is what it expects. */
    default boolean covers(RowChange row) {
        return false;
    }
}
