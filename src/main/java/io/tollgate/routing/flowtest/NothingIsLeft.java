package io.tollgate.routing.flowtest;

import io.tollgate.routing.rehearsal.Rehearsed;
import java.util.ArrayList;
import java.util.List;

/**
 * That a flow in which a step fails leaves nothing: what it has done before that step is taken back.
 *
 * @param line from 1
 * @param step its id
 */
record NothingIsLeft(int line, String step) implements Expectation {
    @Override
    public List<String> differences(Outcome outcome) throws Exception {
        Rehearsed failing = outcome.again().failingAt(step);
        if (failing.failures().stream().noneMatch(failed -> failed.step().equals(step))) {
            return List.of("the event does not come to a step " + step + ", or its failure is taken for none");
        }
        List<String> found = new ArrayList<>();
        failing.failures().stream()
                .flatMap(failed -> failed.done().stream())
                .forEach(done -> found.add("when " + step + " fails, " + done + " has been done already"));
        return found;
    }
}
