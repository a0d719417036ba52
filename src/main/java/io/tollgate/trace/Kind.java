package io.tollgate.trace;

/** What a span is to its parent, as OpenTelemetry has it. */
public enum Kind {
    /** A request that somebody else has made. */
    SERVER,
    INTERNAL,
    /** A message that is sent. */
    PRODUCER,
    /** A message that is taken. */
    CONSUMER
}
