package io.tollgate;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** The database cannot be connected to at start: says which one and why, without the user's password. */
class DatabaseAwayFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {
    /** Classes of SQLSTATE: no connection, not authorised, no such database, too many clients, starting or stopping. */
    private static final Set<String> NOT_CONNECTED = Set.of("08", "28", "3D", "53", "57");

    private static final Pattern HOSTS = Pattern.compile("jdbc:postgresql://(?:[^/?]*@)?([^/?]*)");

    private final Environment environment;

    DatabaseAwayFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable failure, SQLException cause) {
        SQLException innermost = innermost(cause);
        String state = innermost.getSQLState();
        if (state == null || state.length() < 2 || !NOT_CONNECTED.contains(state.substring(0, 2))) {
            return null;
        }
        return new FailureAnalysis(
                "The database at " + hosts() + " cannot be used: " + innermost.getMessage(),
                "Start it, or correct SPRING_DATASOURCE_URL (spring.datasource.url), SPRING_DATASOURCE_USERNAME and"
                        + " SPRING_DATASOURCE_PASSWORD.",
                cause);
    }

    private static SQLException innermost(SQLException outermost) {
        SQLException innermost = outermost;
        for (Throwable t = outermost; t != null; t = t.getCause()) {
            if (t instanceof SQLException e) {
                innermost = e;
            }
        }
        return innermost;
    }

    private String hosts() {
        Matcher hosts = HOSTS.matcher(environment.getProperty("spring.datasource.url", ""));
        return hosts.lookingAt() && !hosts.group(1).isEmpty() ? hosts.group(1) : "localhost";
    }
}
