package io.tollgate.routing.flowtest;

import java.util.List;

/**
 * What came of a test.
 *
 * @param differences what is not as it is expected; none when it passes
 * @param millis how long it took
 */
public record TestResult(FlowTest test, List<String> differences, long millis) {
    public boolean passes() {
        return differences.isEmpty();
    }

    /** Its name and where it stands. */
    public String title() {
        return test.name() + " (" + test.place() + ")";
    }
}
