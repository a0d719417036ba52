package io.tollgate.routing.check;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files in {@code tables/}: whether each is run at all, and all of it in the one transaction of all files. */
final class TableFiles {
    private static final String FOLDER = "tables/";

    /** Texts, quoted names and bodies of functions, in which a semicolon ends nothing, and comments. */
    private static final Pattern NO_STATEMENT = Pattern.compile(
            "(?i)\\be'(?:[^'\\\\]|\\\\.|'')*'|'[^']*'|\"[^\"]*\"|(\\$\\w*\\$).*?\\1|--[^\\n]*|/\\*.*?\\*/"
                    + "|\\bbegin\\s+atomic\\b.*?;\\s*end\\b",
            Pattern.DOTALL);

    private static final Pattern STATEMENT = Pattern.compile("[^;]+");

    /** What ends the transaction, or cannot run in one. */
    private static final Pattern OUTSIDE = Pattern.compile(
            "(?i)begin\\b|start\\s+transaction|commit|end\\b|rollback|abort|savepoint|release|prepare\\s+transaction"
                    + "|vacuum|reindex\\s+(?:database|system)|(?:create|drop)\\s+database|(?:create|drop)\\s+tablespace"
                    + "|alter\\s+system");

    private static final Pattern CONCURRENTLY = Pattern.compile("(?i)\\bconcurrently\\b");

    private final Snapshot snapshot;
    private final Findings findings;

    TableFiles(Snapshot snapshot, Findings findings) {
        this.snapshot = snapshot;
        this.findings = findings;
    }

    void check() {
        for (String file : snapshot.names(FOLDER, "")) {
            if (file.matches(FOLDER + "(?:.*/)?R__[^./]+\\.sql")) {
                statements(file, snapshot.text(file));
            } else if (file.toLowerCase(Locale.ROOT).endsWith(".sql")) {
                findings.add(
                        Rule.TABLE_FILE,
                        Place.top(file),
                        "Only files named like R__refund.sql are run, so this one would be ignored; rename it");
            }
        }
    }

    private void statements(String file, String sql) {
        Matcher statement = STATEMENT.matcher(blanked(sql));
        while (statement.find()) {
            String text = statement.group();
            Matcher concurrently = CONCURRENTLY.matcher(text);
            if (concurrently.find()) {
                add(file, sql, statement.start() + concurrently.start(), "CONCURRENTLY");
            }
            String words = text.stripLeading();
            Matcher outside = OUTSIDE.matcher(words);
            if (outside.lookingAt()) {
                add(file, sql, statement.end() - words.length(), outside.group().toUpperCase(Locale.ROOT));
            }
        }
    }

    private void add(String file, String sql, int at, String what) {
        int line = (int) sql.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        findings.add(
                Rule.TABLE_FILE,
                new Place(file, line, 1),
                what
                        + " has no place in the one transaction in which all files run, and which ends or fails with it; leave"
                        + " it out, or run it by hand");
    }

    /** With its places kept. */
    private static String blanked(String sql) {
        return NO_STATEMENT.matcher(sql).replaceAll(match -> match.group().replaceAll("[^\\n]", " "));
    }
}
