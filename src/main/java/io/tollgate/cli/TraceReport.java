package io.tollgate.cli;

import io.tollgate.operations.Masked;
import io.tollgate.routing.rehearsal.TracedStep;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The steps of an event, each with what it has changed. */
final class TraceReport {
    private static final int LONGEST = 300;
    private final PrintWriter out;

    TraceReport(PrintWriter out) {
        this.out = out;
    }

    void print(List<TracedStep> steps) {
        Map<String, String> before = Map.of();
        for (TracedStep step : steps) {
            out.println();
            out.println("  ".repeat(step.depth()) + step.kind() + " " + step.step() + "  "
                    + (step.place().isEmpty() ? "" : step.place() + "  ")
                    + "%.1f ms".formatted(step.micros() / 1000.0));
            String indent = "  ".repeat(step.depth() + 1);
            if (step.said() != null) {
                out.println(indent + "would log: " + cut(step.said()));
            }
            Map<String, String> after = state(step);
            changes(before, after, indent);
            if (step.error() != null) {
                out.println(indent + "fails: " + step.error());
            }
            before = after;
        }
    }

    private static Map<String, String> state(TracedStep step) {
        Map<String, String> state = new TreeMap<>();
        state.put("body", step.body());
        step.headers().forEach((name, value) -> state.put("header " + name, Masked.value(name, value)));
        step.variables().forEach((name, value) -> state.put("variable " + name, value));
        return state;
    }

    private void changes(Map<String, String> before, Map<String, String> after, String indent) {
        after.forEach((name, value) -> {
            if (!before.containsKey(name) || !Objects.equals(before.get(name), value)) {
                out.println(indent + name + ": " + cut(String.valueOf(value)));
            }
        });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> out.println(indent + name + ": removed"));
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
