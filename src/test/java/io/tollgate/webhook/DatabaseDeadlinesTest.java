package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What bounds a wait for the database, with the URL as it comes and with parameters of the user's own. */
class DatabaseDeadlinesTest {
    private static final Duration ATTEMPT = Duration.ofSeconds(30);

    @Test
    void theServersOwnErrorComesBeforeTheSocketsAndBothBeforeTheAttempts() throws Exception {
        try (Ingress ingress = Ingress.start()) {
            assertThat(show(ingress, "lock_timeout")).isEqualTo("10s");
            assertThat(show(ingress, "statement_timeout")).isEqualTo("20s");
            assertThat(show(ingress, "idle_in_transaction_session_timeout")).isEqualTo("1min");
            assertThat(socketTimeout(ingress)).isEqualTo(25_000).isLessThan((int) ATTEMPT.toMillis());
        }
    }

    @Test
    void aParameterOfTheUrlReplacesOnlyTheOneOfItsName() throws Exception {
        String url = TestDatabase.newDatabase();
        try (Ingress ingress = Ingress.startOn(url + (url.contains("?") ? "&" : "?") + "socketTimeout=7")) {
            assertThat(socketTimeout(ingress)).isEqualTo(7_000);
            assertThat(show(ingress, "statement_timeout")).isEqualTo("20s");
            assertThat(show(ingress, "application_name")).isEqualTo("tollgate");
        }
    }

    private static String show(Ingress ingress, String setting) {
        return ingress.jdbc().queryForObject("SHOW " + setting, String.class);
    }

    private static int socketTimeout(Ingress ingress) throws Exception {
        JdbcTemplate jdbc = ingress.jdbc();
        try (Connection connection = jdbc.getDataSource().getConnection()) {
            return connection.getNetworkTimeout();
        }
    }
}
