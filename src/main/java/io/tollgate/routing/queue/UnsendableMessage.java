package io.tollgate.routing.queue;

/** A step would send what does not arrive as it was meant; the message says what to write instead. */
public final class UnsendableMessage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsendableMessage(String message) {
        super(message);
    }
}
