package io.tollgate.routing.rehearsal;

import java.time.Duration;

/**
 * How long a rehearsal may take. What is not decided by then is not known.
 *
 * @param lock for which a statement waits for a lock at most
 * @param statement of a statement
 * @param transaction from the first statement to the end of the last, after which all is rolled back
 * @param event of an event with all that follows from it
 * @param isShared whether others use the database
 */
public record Bounds(Duration lock, Duration statement, Duration transaction, Duration event, boolean isShared) {
    /** On the database of a gateway: no flow that runs waits longer for a lock than the transaction takes. */
    public static final Bounds LIVE = new Bounds(
            Duration.ofMillis(30), Duration.ofMillis(40), Duration.ofMillis(100), Duration.ofSeconds(2), true);

    /** On a database that nobody else uses. */
    public static final Bounds ALONE = new Bounds(
            Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10), false);

    /** The same, with less time for an event. */
    public Bounds within(Duration shorter) {
        return new Bounds(lock, statement, transaction, shorter, isShared);
    }

    /** What PostgreSQL is told of it, for a connection; it ends what this process cannot end any more. */
    String options() {
        return " -c lock_timeout=%d -c statement_timeout=%d -c idle_in_transaction_session_timeout=%d"
                .formatted(lock.toMillis(), statement.toMillis(), transaction.toMillis());
    }
}
