package io.tollgate.routing.check;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.OptionalIdentifiedDefinition;

/** The tables that flows write: whether a file in {@code tables/} creates them. */
final class Tables {
    private static final String FOLDER = "tables/";
    private static final String SCHEMA = "stripe.";
    private static final String NAME = "(\"?\\w+\"?(?:\\.\"?\\w+\"?)?)";
    /** Of what is no statement: comments, and texts, which may look like one. */
    private static final Pattern NO_STATEMENT = Pattern.compile("'[^']*'|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern CREATED =
            Pattern.compile("(?i)\\bcreate\\s+(?:or\\s+replace\\s+)?(?:\\w+\\s+)?(?:table|view)"
                    + "\\s+(?:if\\s+not\\s+exists\\s+)?" + NAME);
    private static final Pattern LOCK = Pattern.compile("(?i)\\b(?:do|for|for\\s+no\\s+key)\\s+update\\b");
    private static final Pattern WRITTEN =
            Pattern.compile("(?i)\\b(?:insert\\s+into|delete\\s+from|merge\\s+into|update)\\s+(?:only\\s+)?" + NAME);

    private final RouteModel model;
    private final Snapshot snapshot;
    private final Findings findings;
    private final Set<String> created = new TreeSet<>();

    Tables(RouteModel model, Snapshot snapshot, Findings findings) {
        this.model = model;
        this.snapshot = snapshot;
        this.findings = findings;
    }

    void check() {
        for (String file : snapshot.names(FOLDER, ".sql")) {
            Matcher table = CREATED.matcher(statements(snapshot.text(file)));
            while (table.find()) {
                String name = name(table.group(1));
                created.add(name.contains(".") ? name : SCHEMA + name);
            }
        }
        model.routes().forEach(route -> RouteModel.steps(route).forEach(this::check));
    }

    private static String statements(String sql) {
        return LOCK.matcher(NO_STATEMENT.matcher(sql).replaceAll(" ")).replaceAll(" ");
    }

    private void check(OptionalIdentifiedDefinition<?> step) {
        for (String uri : model.destinations(step)) {
            if (RouteModel.scheme(uri).equals("sql")) {
                Matcher table = WRITTEN.matcher(statements(uri));
                while (table.find()) {
                    check(step, table.group(1));
                }
            }
        }
    }

    private void check(OptionalIdentifiedDefinition<?> step, String written) {
        String name = name(written);
        boolean elsewhere = name.contains(".") && !name.startsWith(SCHEMA);
        if (elsewhere || created.contains(name)) {
            return;
        }
        String near = created.contains(SCHEMA + name)
                ? ", did you mean '" + SCHEMA + name + "'?"
                : NearMatch.question(name, created);
        findings.add(
                Rule.UNKNOWN_TABLE,
                model.placeOf(step, written),
                "No file in tables/ creates the table " + name + near
                        + " Add one, such as tables/R__" + name.substring(name.indexOf('.') + 1)
                        + ".sql, or name the schema of a table that others create.");
    }

    private static String name(String table) {
        return table.replace("\"", "").toLowerCase(Locale.ROOT);
    }
}
