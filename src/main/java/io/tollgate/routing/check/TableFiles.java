package io.tollgate.routing.check;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files in {@code tables/}: whether each is run at all, and all of it in the one transaction of all files. */
final class TableFiles implements Check {
    private static final String FOLDER = "tables/";

    /** What cannot run in a transaction. */
    private static final Pattern OUTSIDE = Pattern.compile(
            "(?i)vacuum|reindex\\s+(?:database|system)|(?:create|drop)\\s+database|(?:create|drop)\\s+tablespace"
                    + "|alter\\s+system");

    private static final Pattern CONCURRENTLY = Pattern.compile("(?i)\\bconcurrently\\b");

    private final Snapshot snapshot;
    private final Findings findings;

    TableFiles(Snapshot snapshot, Findings findings) {
        this.snapshot = snapshot;
        this.findings = findings;
    }

    @Override
    public void check() {
        for (String file : snapshot.names(FOLDER, "")) {
            if (file.matches(FOLDER + "(?:.*/)?R__[^./]+\\.sql")) {
                String sql = snapshot.text(file);
                SqlText.statements(sql).forEach(statement -> check(file, sql, statement));
            } else if (file.toLowerCase(Locale.ROOT).endsWith(".sql")) {
                findings.add(
                        Rule.TABLE_FILE,
                        Place.top(file),
                        "Only files named like R__refund.sql are run, so this one would be ignored; rename it");
            }
        }
    }

    private void check(String file, String sql, SqlText statement) {
        Matcher concurrently = CONCURRENTLY.matcher(statement.words());
        if (concurrently.find()) {
            add(file, sql, statement.at() + concurrently.start(), "CONCURRENTLY");
        }
        statement
                .control()
                .or(() -> statement.beginning(OUTSIDE))
                .ifPresent(what -> add(file, sql, statement.at(), what));
        if (statement.namesInbox()) {
            findings.add(
                    Rule.TABLE_FILE,
                    place(file, sql, statement.at()),
                    "Schema tollgate is the gateway's own; leave it out");
        }
    }

    private static Place place(String file, String sql, int at) {
        int line = (int) sql.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        return new Place(file, line, 1);
    }

    private void add(String file, String sql, int at, String what) {
        findings.add(
                Rule.TABLE_FILE,
                place(file, sql, at),
                what
                        + " has no place in the one transaction in which all files run, as one role, and which ends or fails"
                        + " with it; leave it out, or run it by hand");
    }
}
