package io.tollgate.cli;

import io.tollgate.text.Visible;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows in columns as wide as their widest cell; the last one is not padded. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    /** One line a cell: what breaks lines in it is shown as an escape. Null is empty. */
    Table row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell == null ? "" : Visible.of(cell.toString()))
                .toList());
        return this;
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    void print(PrintWriter out) {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> IntStream.range(0, widths.length)
                .forEach(i -> widths[i] = Math.max(widths[i], row.get(i).length())));
        for (List<String> row : rows) {
            out.println(IntStream.range(0, widths.length)
                    .mapToObj(i -> i == widths.length - 1 ? row.get(i) : pad(row.get(i), widths[i]))
                    .collect(Collectors.joining("  "))
                    .stripTrailing());
        }
    }

    private static String pad(String cell, int width) {
        return cell + " ".repeat(width - cell.length());
    }
}
