package io.tollgate.trace;

/** Begins what is not within a span of this process. */
public interface Tracing extends AutoCloseable {
    /** Notes nothing, and costs nothing. */
    Tracing OFF = new Off();

    /** Whether anything is noted. */
    boolean isOn();

    /**
     * @param parent what it is part of: a {@code traceparent}; one that is none, or null, begins a trace of its own
     * @param nanosAgo how long ago it began
     */
    Span begin(Kind kind, String name, String parent, long nanosAgo);

    /** What is not exported by now has two seconds. */
    @Override
    void close();
}
