package io.tollgate.routing.check;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.component.sql.SqlHelper;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ToDefinition;

/** The statements of flows for the gateway's own database, as far as they are known before an event comes. */
final class FlowSql implements Check {
    private static final String SCHEME = "sql";
    private static final DefaultSqlPrepareStatementStrategy STRATEGY = new DefaultSqlPrepareStatementStrategy();

    /** As Camel keeps {@code :#name} and {@code :#in:name}. */
    private static final String IN = ":\\?in:";

    private static final Pattern NAMED = Pattern.compile(":\\?(?:\\w|\\$(?:simple)?\\{)");
    private static final Pattern NUMBERED = Pattern.compile("\\$\\d");

    private final RouteModel model;
    private final Findings findings;
    private final Set<SqlStatement> statements = new LinkedHashSet<>();

    FlowSql(RouteModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    /** Finds those that no flow may have. */
    @Override
    public void check() {
        model.routes().forEach(route -> {
            add(route.getInput(), model.from(route));
            RouteModel.steps(route).forEach(step -> model.destinations(step).forEach(uri -> add(step, uri)));
        });
    }

    /** The others, for the database to judge; after the check. */
    List<SqlStatement> statements() {
        return List.copyOf(statements);
    }

    private void add(Object step, String uri) {
        boolean known = step instanceof ToDefinition || step instanceof FromDefinition || !uri.contains("${");
        if (known && RouteModel.scheme(uri).equals(SCHEME)) {
            endpoint(uri)
                    .filter(FlowSql::isOurs)
                    .ifPresent(sql -> Stream.of(
                                    sql.getQuery(),
                                    sql.getOnConsume(),
                                    sql.getOnConsumeFailed(),
                                    sql.getOnConsumeBatchComplete())
                            .filter(query -> query != null && !query.isBlank())
                            .forEach(query -> add(step, sql, query)));
        }
    }

    /** None for what other rules complain of. */
    private Optional<SqlEndpoint> endpoint(String uri) {
        try {
            return Optional.ofNullable(model.context().getEndpoint(uri, SqlEndpoint.class));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** For our database, and of a text that no message and no class of a team's own changes. */
    private static boolean isOurs(SqlEndpoint sql) {
        return sql.getDataSource() == ((SqlComponent) sql.getComponent()).getDataSource()
                && !sql.isUseMessageBodyForSql()
                && !sql.getEndpointUri().contains("prepareStatementStrategy=");
    }

    private void add(Object step, SqlEndpoint sql, String query) {
        Place place = place(step, query);
        try {
            String read = SqlHelper.resolveQuery(
                            model.context(), query, sql.isUsePlaceholder() ? sql.getPlaceholder() : null)
                    .replaceAll(IN, ":?");
            SqlText.statements(read).forEach(statement -> refuse(statement, place));
            int named = sql.isAllowNamedParameters()
                    ? (int) NAMED.matcher(read).results().count()
                    : 0;
            String text = STRATEGY.prepareQuery(read, named > 0, null);
            statements.add(new SqlStatement(
                    place.file(), place.line(), place.column(), text, named, sql.getParametersCount() > 0));
        } catch (IllegalArgumentException e) {
            refuse(place, "A parameter of this statement begins with ${ and does not end; add the }");
        } catch (IOException | SQLException | NoTypeConversionAvailableException e) {
            // a file that is not there; the set cannot be built
        }
    }

    /** And refuses what Camel does not read as it is written there. */
    private Place place(Object step, String query) {
        String begins = query.strip().split("\\s", 2)[0];
        String written = model.yaml()
                .yaml(step)
                .option("parameters")
                .flatMap(parameters -> Yaml.child(parameters, "query"))
                .map(Yaml::text)
                .filter(text -> text.strip().startsWith(begins))
                .orElse(begins);
        Place place = model.placeOf(step, written);
        if (SqlText.losesLines(written)) {
            refuse(
                    place,
                    "Camel makes one line of this statement, so all that follows a -- is a comment; write /* … */");
        }
        return place;
    }

    private void refuse(SqlText statement, Place place) {
        statement
                .control()
                .ifPresent(what -> refuse(
                        place,
                        what
                                + " has no place in a flow: the gateway begins and ends its transaction, and says which role"
                                + " it is; leave it out"));
        if (statement.namesInbox()) {
            refuse(place, "Schema tollgate is the gateway's own; keep what the flow needs in a table of schema stripe");
        }
        if (NUMBERED.matcher(statement.words()).find()) {
            refuse(place, "A parameter that is numbered, such as $1, gets no value from Camel; write :#name or #");
        }
    }

    private void refuse(Place place, String why) {
        findings.add(Rule.INVALID_SQL, place, why);
    }
}
