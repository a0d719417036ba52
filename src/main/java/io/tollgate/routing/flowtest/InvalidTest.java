package io.tollgate.routing.flowtest;

/** A test that cannot be run, since it is not written as one. */
public final class InvalidTest extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final String sentence;

    /** @param sentence with the way out */
    InvalidTest(String file, int line, String sentence) {
        super(file + ":" + line + ": " + sentence);
        this.place = file + ":" + line;
        this.sentence = sentence;
    }

    /** File and line. */
    String place() {
        return place;
    }

    String sentence() {
        return sentence;
    }
}
