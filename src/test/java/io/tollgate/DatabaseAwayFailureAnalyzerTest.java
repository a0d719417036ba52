package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

class DatabaseAwayFailureAnalyzerTest {
    @Test
    void namesTheHostAndTheSettingButNoPassword() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        FailureAnalysis analysis =
                analyze("jdbc:postgresql://127.0.0.1:" + port + "/tollgate?user=me&password=hunter2", "SELECT 1");
        assertThat(analysis.getDescription()).contains("127.0.0.1:" + port);
        assertThat(analysis.getAction()).contains("SPRING_DATASOURCE_URL");
        assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("hunter2");
    }

    @Test
    void namesADatabaseThatDoesNotExist() {
        String url = TestDatabase.newDatabase().replaceAll("/test_[0-9_]+", "/no_such_database");
        assertThat(analyze(url, "SELECT 1").getDescription()).contains("no_such_database");
    }

    @Test
    void leavesOtherFailuresOfTheDatabaseAlone() {
        assertThat(analyze(TestDatabase.newDatabase(), "SELECT no_such_column")).isNull();
    }

    private static FailureAnalysis analyze(String url, String sql) {
        MockEnvironment environment = new MockEnvironment().withProperty("spring.datasource.url", url);
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(sql);
            throw new AssertionError("it should fail");
        } catch (SQLException e) {
            RuntimeException failure = new BeanCreationException("flyway", new IllegalStateException(e));
            return new DatabaseAwayFailureAnalyzer(environment).analyze(failure);
        }
    }
}
