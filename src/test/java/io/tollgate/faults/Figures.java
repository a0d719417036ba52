package io.tollgate.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table {@code target/faults/NAME.md}, for faults whose figures have no column in the {@link Ledger}. */
final class Figures {
    private final Path file;
    private final List<String> columns;

    Figures(String name, String... columns) {
        this.file = Path.of("target", "faults", name + ".md");
        this.columns = List.of(columns);
    }

    /** Adds a row, and prints it. */
    void add(Object... values) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line(columns) + "|---".repeat(columns.size()) + "|\n");
        }
        String row = line(Arrays.asList(values));
        Files.writeString(file, row, StandardOpenOption.APPEND);
        System.out.print(row);
    }

    private static String line(List<?> cells) {
        return cells.stream().map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
