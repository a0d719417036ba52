package io.tollgate.routing.sql;

/** Not a DataSource itself, so that nothing else is given it. */
public record FlowPool(FlowDataSource dataSource) implements AutoCloseable {
    @Override
    public void close() {
        dataSource.close();
    }
}
