package io.tollgate.bench;

import io.tollgate.support.BrokerProcess;
import io.tollgate.support.PostgresProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** PostgreSQL with its own defaults and the broker as documented: the same ones for all contenders, a database each. */
final class Backends implements AutoCloseable {
    private final PostgresProcess postgres;
    private final BrokerProcess broker;

    Backends(Path directory) throws IOException {
        postgres = new PostgresProcess(directory);
        postgres.start();
        broker = new BrokerProcess(directory, List.of("-Xmx512m"));
        broker.start();
    }

    BrokerProcess broker() {
        return broker;
    }

    String user() {
        return postgres.user();
    }

    void createDatabase(String name) throws SQLException {
        execute("postgres", "CREATE DATABASE " + name);
    }

    String jdbcUrl(String database) {
        return postgres.jdbcUrl().replaceFirst("[^/]*$", database);
    }

    /** For what is not Java. */
    String url(String database) {
        return jdbcUrl(database).replace("jdbc:postgresql://", "postgresql://" + user() + "@");
    }

    void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void update(String database, String sql, Object... values) throws SQLException {
        try (Connection connection = connect(database);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    long query(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user(), "");
    }

    @Override
    public void close() throws IOException {
        broker.close();
        postgres.close();
    }
}
