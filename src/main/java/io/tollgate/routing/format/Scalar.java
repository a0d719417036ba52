package io.tollgate.routing.format;

import java.util.List;

/**
 * A text, number, flag or nothing.
 *
 * @param value what it is, without quotes, folds and escapes
 * @param isPlain whether it was written without quotes, so that {@code true} is a flag
 * @param folds its lines as they stand in a {@code >} block, without their indentation; the first is {@code >} with what
 *     follows it. Empty for any other
 */
record Scalar(String value, boolean isPlain, List<String> folds, Remarks remarks) implements Part {
    static Scalar plain(String value) {
        return new Scalar(value, true, List.of(), new Remarks());
    }

    Scalar with(String other) {
        return new Scalar(other, isPlain, List.of(), remarks);
    }

    /** Whether nothing is written in its place. */
    boolean isNothing() {
        return isPlain && value.isEmpty();
    }
}
