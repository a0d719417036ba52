package io.tollgate.routing.format;

/**
 * A comment, or an empty line, in which a {@code #} would be.
 *
 * @param text with its {@code #}; empty for an empty line
 * @param start its place in the text, in code points
 * @param line from 0
 * @param column from 0
 */
record Comment(String text, int start, int line, int column) {
    boolean isEmptyLine() {
        return text.isEmpty();
    }
}
