package io.tollgate.routing.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a check has found so far. */
final class Findings {
    private final Set<Finding> all = new LinkedHashSet<>();

    void add(Rule rule, Place place, String message) {
        all.add(new Finding(rule, place, message));
    }

    boolean hasErrors() {
        return all.stream().anyMatch(Finding::isError);
    }

    boolean hasWarnings() {
        return all.stream().anyMatch(finding -> !finding.isError());
    }

    boolean hasErrorsIn(String file) {
        return all.stream()
                .anyMatch(finding -> finding.isError() && finding.file().equals(file));
    }

    /** By place. */
    List<Finding> sorted() {
        List<Finding> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(Finding::file)
                .thenComparingInt(Finding::line)
                .thenComparingInt(Finding::column)
                .thenComparing(Finding::rule));
        return sorted;
    }
}
