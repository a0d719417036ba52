package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.TestDatabase;
import java.sql.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionTemplate;

class SavepointTest {
    private final HikariDataSource dataSource = TestDatabase.open(TestDatabase.newDatabase());
    private final JdbcTemplate flow = new JdbcTemplate(new RunDataSource(dataSource));
    private final TransactionTemplate transactions =
            new TransactionTemplate(new DataSourceTransactionManager(dataSource));

    private interface Events {
        void run(Connection connection, Savepoint savepoint) throws Exception;
    }

    @BeforeEach
    void table() {
        flow.execute("CREATE TABLE sink (id text)");
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    private void inOneRun(Events events) {
        transactions.executeWithoutResult(status -> {
            Connection connection = DataSourceUtils.getConnection(dataSource);
            try (Savepoint savepoint = new Savepoint(connection)) {
                events.run(connection, savepoint);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void anEventThatDoesNotUseTheDatabaseHasNone() {
        assertThatThrownBy(() -> inOneRun(
                        (connection, savepoint) -> connection.createStatement().execute("RELEASE SAVEPOINT event")))
                .hasRootCauseMessage("ERROR: savepoint \"event\" does not exist");

        inOneRun((connection, savepoint) -> {
            savepoint.checkAndRelease();
            savepoint.rollback();
        });
    }

    @Test
    void eachThatUsesItHasItsOwn() {
        inOneRun((connection, savepoint) -> {
            flow.update("INSERT INTO sink VALUES ('kept')");
            flow.update("INSERT INTO sink VALUES ('kept too')");
            savepoint.checkAndRelease();
            flow.update("INSERT INTO sink VALUES ('gone')");
            flow.update("INSERT INTO sink VALUES ('gone too')");
            savepoint.rollback();
            savepoint.checkAndRelease();
            flow.update("INSERT INTO sink VALUES ('last')");
            savepoint.checkAndRelease();
        });

        assertThat(flow.queryForList("SELECT id FROM sink", String.class)).containsExactly("kept", "kept too", "last");
    }

    @Test
    void theNextRunOfTheThreadHasNothingOfIt() {
        assertThatThrownBy(() -> inOneRun((connection, savepoint) -> {
                    flow.update("INSERT INTO sink VALUES ('gone')");
                    throw new IllegalStateException("the connection is lost");
                }))
                .isInstanceOf(IllegalStateException.class);

        transactions.executeWithoutResult(status -> flow.update("INSERT INTO sink VALUES ('kept')"));

        assertThat(flow.queryForList("SELECT id FROM sink", String.class)).containsExactly("kept");
    }
}
