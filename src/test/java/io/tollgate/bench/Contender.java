package io.tollgate.bench;

import java.io.IOException;
import java.sql.SQLException;

/** A server that takes Stripe's webhooks in. */
interface Contender extends AutoCloseable {
    /** One letter. */
    String name();

    /** In a few words. */
    String description();

    /** Returns once it takes requests. */
    void start() throws Exception;

    int port();

    /** Whether each event ends in the queue. */
    boolean delivers();

    /** Forgets all events. */
    void empty() throws SQLException;

    @Override
    void close() throws IOException;
}
