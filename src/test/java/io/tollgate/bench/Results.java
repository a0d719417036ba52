package io.tollgate.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report for programs: {@code target/bench.json}, written anew with each section, so that a run that ends early has one. */
final class Results {
    private static final Path FILE = Path.of("target", "bench.json");

    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Map<String, Object> sections = new LinkedHashMap<>();

    /** @param arguments those of {@code bench/run} */
    Results(List<String> arguments) {
        sections.put("startedAt", Instant.now().toString());
        sections.put("arguments", arguments);
        sections.put("processors", Runtime.getRuntime().availableProcessors());
        sections.put("java", System.getProperty("java.runtime.version"));
    }

    /** Measurements of one thing, one a round. */
    record Rounds(double median, List<Double> rounds) {
        static Rounds of(List<Double> measured) {
            return new Rounds(
                    rounded(Report.median(measured)),
                    measured.stream().map(Rounds::rounded).toList());
        }

        private static double rounded(double value) {
            return Math.round(value * 100) / 100.0;
        }
    }

    /** @param value records, maps and lists of them */
    void put(String section, Object value) {
        sections.put(section, value);
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, json.writeValueAsString(sections) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(section, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
