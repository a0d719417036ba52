package io.tollgate.routing.format;

/** A file cannot be written otherwise without a loss; the message says why, and the way out. */
final class LeftAlone extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * @param line from 1
     * @param column from 1
     */
    LeftAlone(int line, int column, String message) {
        super(message);
        this.line = line;
        this.column = column;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }
}
