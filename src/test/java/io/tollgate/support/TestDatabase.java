package io.tollgate.support;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL, one a test run; each test class takes a database of its own in it. */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabase() {}

    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An empty database; the JDBC URL of it, user postgres, no password. */
    public static String newDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + NUMBER.incrementAndGet();
        try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Server.POSTGRES.getJdbcUrl("postgres", name);
    }

    /** A database with the inbox's tables. */
    public static HikariDataSource newInbox() {
        HikariDataSource dataSource = open(newDatabase());
        Flyway.configure()
                .dataSource(dataSource)
                .defaultSchema("tollgate")
                .createSchemas(true)
                .load()
                .migrate();
        return dataSource;
    }

    public static HikariDataSource open(String url) {
        return open(url, config -> {});
    }

    /** With settings of the test's own. */
    public static HikariDataSource open(String url, Consumer<HikariConfig> settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(8);
        config.setConnectionTimeout(2000);
        settings.accept(config);
        return new HikariDataSource(config);
    }
}
