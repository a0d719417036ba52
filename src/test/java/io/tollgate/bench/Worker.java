package io.tollgate.bench;

import java.io.IOException;
import java.sql.SQLException;

/** What brings events that are in a table already to where they go, a queue for most. */
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

    /** Where what it brings is counted. */
    default Arrivals arrivals(Deliveries deliveries) {
        return deliveries;
    }

    /** Returns once it brings nothing anywhere again. */
    void end() throws Exception;

    @Override
    void close() throws IOException;
}
