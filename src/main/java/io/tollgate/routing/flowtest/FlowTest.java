package io.tollgate.routing.flowtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * What an event is expected to do.
 *
 * @param file relative to the folder of tests
 * @param line from 1
 * @param name of the test
 * @param event a type of which there is a sample, or a file beside the test; null when it stands in the test
 * @param json the event as it stands in the test; null when it is named
 * @param apiVersion of a sample; null for today's
 * @param set other values for fields of the event, by their path
 * @param rows that are there before, by table
 * @param answers what servers say; all is well unless one fits
 * @param expected in order
 */
public record FlowTest(
        String file,
        int line,
        String name,
        String event,
        JsonNode json,
        String apiVersion,
        Map<String, JsonNode> set,
        Map<String, List<ObjectNode>> rows,
        List<GivenAnswer> answers,
        List<Expectation> expected) {

    /** Whether one more send or row would fail it. */
    public boolean expectsNothingElse() {
        return expected.stream().anyMatch(Nothing.class::isInstance);
    }

    /** By which people find it. */
    public String place() {
        return file + ":" + line;
    }
}
