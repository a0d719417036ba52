package io.tollgate.forget;

import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lets PostgreSQL clear what was removed from the pages of the tables, as far as no transaction may still read it. */
final class Vacuum {
    private final JdbcTemplate jdbc;

    Vacuum(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @return why it was not done; null when it was */
    String run(List<String> tables) {
        try {
            return jdbc.execute((ConnectionCallback<String>) connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute("SET statement_timeout = 0");
                    for (String table : tables) {
                        statement.execute("VACUUM " + table);
                    }
                    statement.execute("RESET statement_timeout");
                }
                return null;
            });
        } catch (DataAccessException e) {
            return String.valueOf(e.getMostSpecificCause().getMessage())
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
