package io.tollgate.trace;

/**
 * A part of an event's way: what began, and ends when it is closed. Nothing of a payload, an address or a secret belongs
 * into one: ids, types and names of what the routes name, and of a failure its class.
 */
public interface Span extends AutoCloseable {
    /** What nobody asked for; so are its children. */
    Span NONE = new Far(null);

    /** One of another moment or another process, of which only the name was kept; null for none. */
    static Span of(String traceparent) {
        return traceparent == null ? NONE : new Far(traceparent);
    }

    /** One that begins now, within this one. It may begin when this one has ended. */
    Span child(Kind kind, String name);

    /** By which others name it as what theirs is part of: the text that W3C calls {@code traceparent}; null for none. */
    String traceparent();

    /** Gives it another name. */
    Span named(String name);

    /** @param value text, or a whole number; null is left out */
    Span with(String key, Object value);

    /** It ends in a failure, of which only the class is kept: what an exception says may be personal. */
    Span failed(Throwable failure);

    @Override
    void close();
}
