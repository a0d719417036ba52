package io.tollgate.routing.flowtest;

import io.tollgate.routing.rehearsal.FailedStep;
import java.util.List;

/**
 * That a step fails.
 *
 * @param line from 1
 * @param step its id
 * @param message what the failure says, among others; empty for anything
 */
record Fails(int line, String step, String message) implements Expectation {
    @Override
    public List<String> differences(Outcome outcome) {
        List<FailedStep> failures = outcome.rehearsed().failures();
        if (failures.isEmpty()) {
            return List.of("no step fails, and " + step + " is expected to");
        }
        return failures.stream()
                        .anyMatch(failed ->
                                failed.step().equals(step) && failed.message().contains(message))
                ? List.of()
                : failures.stream()
                        .map(failed -> "step " + failed.step() + " at " + failed.place() + " fails with '"
                                + failed.message() + "', not " + step
                                + (message.isEmpty() ? "" : " with '" + message + "'"))
                        .toList();
    }
}
