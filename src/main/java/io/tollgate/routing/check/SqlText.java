package io.tollgate.routing.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the statements of a text.
 *
 * @param at where its first word stands in the text
 * @param words without comments, and with nothing in its literals and quotes
 * @param text as it stands there
 */
record SqlText(int at, String words, String text) {
    /** Literals, quoted names and bodies of functions, in which a semicolon ends nothing, and comments. */
    private static final Pattern NO_STATEMENT = Pattern.compile(
            "(?i)\\be'(?:[^'\\\\]|\\\\.|'')*'|'[^']*'|\"[^\"]*\"|(\\$\\w*\\$).*?\\1|--[^\\n]*|/\\*.*?\\*/"
                    + "|\\bbegin\\s+atomic\\b.*?;\\s*end\\b",
            Pattern.DOTALL);

    private static final Pattern STATEMENT = Pattern.compile("[^;]+");

    private static final Pattern TRANSACTION = Pattern.compile(
            "(?i)begin\\b|start\\s+transaction|commit|end\\b|rollback|abort|savepoint|release|prepare\\s+transaction"
                    + "|set\\s+(?:session\\s+characteristics|(?:local\\s+|session\\s+)?transaction)\\b");

    private static final String NAMES = "(?:role|session_authorization|session\\s+authorization)\\b";

    /** The quotes of a name are not blanked in the text. */
    private static final Pattern ROLE =
            Pattern.compile("(?i)(?:set\\s+(?:(?:local|session)\\s+)?|reset\\s+)\"?" + NAMES + "|discard\\b");

    private static final Pattern SET_CONFIG = Pattern.compile("(?i)\\bset_config\\s*\\(\\s*e?'" + NAMES);

    private static final Pattern INBOX =
            Pattern.compile("(?i)(?<![\\w$.])(?:\"tollgate\"|tollgate)\\s*\\.(?!\\s*stripe\\s*\\.)\\s*[\"\\w]");

    static List<SqlText> statements(String sql) {
        return STATEMENT
                .matcher(blanked(sql))
                .results()
                .filter(statement -> !statement.group().isBlank())
                .map(statement -> {
                    String words = statement.group().stripLeading();
                    int at = statement.end() - words.length();
                    return new SqlText(at, words, sql.substring(at, statement.end()));
                })
                .toList();
    }

    /** With its places kept. */
    private static String blanked(String sql) {
        return NO_STATEMENT.matcher(sql).replaceAll(match -> match.group().replaceAll("[^\\n]", " "));
    }

    /** Whether there is something behind a comment that ends with its line. */
    static boolean losesLines(String sql) {
        String text = sql.strip();
        return NO_STATEMENT
                .matcher(text)
                .results()
                .anyMatch(m -> m.group().startsWith("--") && m.end() < text.length());
    }

    /** What begins or ends a transaction, or takes the rights of another role; neither is a flow's or a table file's. */
    Optional<String> control() {
        Matcher setting = SET_CONFIG.matcher(text);
        if (setting.find() && words.startsWith("set_config", setting.start())) {
            return Optional.of("set_config of a role");
        }
        return beginning(TRANSACTION)
                .or(() -> Optional.of(ROLE.matcher(text))
                        .filter(Matcher::lookingAt)
                        .map(SqlText::shown));
    }

    /** Whether it has to do with the schema of the inbox, which may also be the name of the database. */
    boolean namesInbox() {
        return INBOX.matcher(text)
                .results()
                .anyMatch(name -> text.charAt(name.start()) == '"' || words.charAt(name.start()) != ' ');
    }

    /** By this it begins. */
    Optional<String> beginning(Pattern pattern) {
        return Optional.of(pattern.matcher(words)).filter(Matcher::lookingAt).map(SqlText::shown);
    }

    private static String shown(Matcher found) {
        return found.group().toUpperCase(Locale.ROOT);
    }
}
