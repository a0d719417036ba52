package io.tollgate.routing.format;

/**
 * Where a scalar stands; both are places in the text, in code points.
 *
 * @param end behind its last character
 * @param isBlock whether it stands below a line with {@code |} or {@code >}
 */
record Span(int start, int end, boolean isBlock) {}
