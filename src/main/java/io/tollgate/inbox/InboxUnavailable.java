package io.tollgate.inbox;

/** No event can be stored just now, whatever is in it: the database is away or too slow, or too many events wait. */
public class InboxUnavailable extends NotStored {
    private static final long serialVersionUID = 1L;

    InboxUnavailable(String message) {
        super(message);
    }

    InboxUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
