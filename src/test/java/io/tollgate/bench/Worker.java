package io.tollgate.bench;

import java.io.IOException;
import java.sql.SQLException;

/** What brings events that are in a table already to the queue. */
interface Worker extends AutoCloseable {
    /** One letter. */
    String name();

    /** In a few words. */
    String description();

    /** Returns once it runs, and brings nothing anywhere. */
    void start() throws Exception;

    String database();

    /** Forgets all events, and has these. */
    void fill(Backlog backlog) throws SQLException;

    void begin() throws Exception;

    /** Returns once it brings nothing anywhere again. */
    void end() throws Exception;

    @Override
    void close() throws IOException;
}
