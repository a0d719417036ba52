package io.tollgate.bench;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Prints what was measured as it comes, and tables as Markdown; what is in those goes to {@link Results} too. */
record Report(Path directory, Results results) {
    /** @param directory where the contenders write their logs */
    Report {
        System.out.println("Logs: " + directory);
    }

    void line(String format, Object... values) {
        System.out.printf(format + "%n", values);
    }

    void put(String section, Object value) {
        results.put(section, value);
    }

    static double median(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }

    static <T> double median(List<T> values, ToDoubleFunction<T> of) {
        return median(values.stream().map(of::applyAsDouble).toList());
    }

    static <T> Results.Rounds rounds(List<T> measured, ToDoubleFunction<T> of) {
        return Results.Rounds.of(measured.stream().map(of::applyAsDouble).toList());
    }

    /** The rounds in one cell of a table. */
    static String cell(List<Double> rates) {
        return String.join(
                ", ", rates.stream().map(rate -> String.format("%,.0f", rate)).toList());
    }
}
