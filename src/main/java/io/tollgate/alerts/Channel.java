package io.tollgate.alerts;

/** By which a message goes out. Bounded in time. */
interface Channel {
    String name();

    /**
     * @return what the other side said, for an operator
     * @throws NotTaken when it was not taken, or nobody knows whether it was
     */
    String send(Message message) throws NotTaken;

    /** Says why, without any secret. */
    final class NotTaken extends Exception {
        private static final long serialVersionUID = 1L;

        NotTaken(String why) {
            super(why);
        }
    }
}
