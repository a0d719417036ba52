package io.tollgate.routing.sql;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.SqlStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the database says of the statements of flows, before an event comes and without running them. */
final class FlowStatements {
    private static final String UNKNOWN_TYPE = "42P18";
    private static final String SYNTAX = "42601";
    /** ON CONFLICT with columns that no constraint has. */
    private static final String NO_SUCH_KEY = "42P10";

    private static final String NO_RIGHT = "42501";

    /** Makes something, or a place to look for it, that the next statements of the file may use. */
    private static final Pattern PREPARES =
            Pattern.compile("(?is)\\s*(?:create|alter|drop)\\b.*|.*\\b(?:search_path\\b|into\\s+temp).*");

    /** SQLSTATE: no such column, table, function, type or schema. */
    private static final Pattern NOT_THERE = Pattern.compile("42703|42P01|42883|42704|3F000");

    /** One statement that has a plan. */
    private static final Pattern PLANNED =
            Pattern.compile("(?is)\\s*(?:select|insert|update|delete|merge|with|values)\\b[^;]*;?\\s*");

    private static final Pattern BARE_TABLE = Pattern.compile("relation \"[^.]*\" does not exist");
    private static final Pattern BARE_NAME = Pattern.compile("(?<![:\\w]):[a-zA-Z_]");

    private final Connection connection;

    /** @param connection in a transaction, with the tables as the flows will find them */
    FlowStatements(Connection connection) {
        this.connection = connection;
    }

    /**
     * @throws InvalidRouteSet with all that are refused
     * @throws SQLException when the database cannot say
     */
    void check(List<SqlStatement> statements) throws InvalidRouteSet, SQLException {
        Set<String> prepared = statements.stream()
                .filter(statement -> PREPARES.matcher(statement.text()).matches())
                .map(SqlStatement::file)
                .collect(Collectors.toSet());
        List<Finding> refused = new ArrayList<>();
        Savepoint before = connection.setSavepoint();
        for (SqlStatement statement : statements) {
            try {
                ask(statement).map(statement::refused).ifPresent(refused::add);
            } catch (PSQLException e) {
                if (FlowTables.passes(e)) {
                    throw e;
                }
                if (!(prepared.contains(statement.file())
                        && NOT_THERE.matcher(e.getSQLState()).matches())) {
                    refused.add(statement.refused(sentence(e, statement)));
                }
            }
            connection.rollback(before);
        }
        if (!refused.isEmpty()) {
            throw new InvalidRouteSet(refused);
        }
    }

    /** What Camel asks for each event as well. */
    private Optional<String> ask(SqlStatement statement) throws SQLException {
        try (PreparedStatement asked = connection.prepareStatement(statement.text())) {
            int parameters = asked.getParameterMetaData().getParameterCount();
            if (statement.named() > 0 && statement.named() != parameters) {
                return Optional.of("it has " + parameters + " parameters, and " + statement.named()
                        + " names for them; give each its name, as :#name, and outside of quotes");
            }
            mayRun(statement.text(), parameters);
        } catch (SQLException e) {
            if (!UNKNOWN_TYPE.equals(e.getSQLState()) || !statement.counted()) {
                throw e;
            }
        }
        return Optional.empty();
    }

    /** Whether the role has the rights, which only a plan asks for. */
    private void mayRun(String text, int parameters) throws SQLException {
        if (!PLANNED.matcher(text).matches()) {
            return;
        }
        try (PreparedStatement plan = connection.prepareStatement("EXPLAIN " + text)) {
            for (int i = 1; i <= parameters; i++) {
                plan.setNull(i, Types.NULL);
            }
            plan.execute();
        } catch (SQLException e) {
            // another failure may be that of the nulls
            if (NO_RIGHT.equals(e.getSQLState()) || NO_SUCH_KEY.equals(e.getSQLState()) || FlowTables.passes(e)) {
                throw e;
            }
        }
    }

    private static String sentence(PSQLException refusal, SqlStatement statement) {
        ServerErrorMessage server = refusal.getServerErrorMessage();
        if (server == null) {
            return FlowTables.oneLine(refusal);
        }
        String hint = server.getHint() == null ? "" : " (" + server.getHint() + ")";
        if (SYNTAX.equals(server.getSQLState())
                && BARE_NAME.matcher(statement.text()).find()) {
            hint = " (a parameter is written :#name)";
        } else if (BARE_TABLE.matcher(server.getMessage()).matches()) {
            hint = " (a table of stripe is written with its schema)";
        } else if (NO_RIGHT.equals(server.getSQLState())) {
            hint = " (flows have the rights of role tollgate_flows)";
        } else if (UNKNOWN_TYPE.equals(server.getSQLState())) {
            hint = " (write CAST(:#name AS text), or another type)";
        }
        return server.getMessage() + hint;
    }
}
