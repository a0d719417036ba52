package io.tollgate.routing.check;

/**
 * A statement of a flow as Camel gives it to the database.
 *
 * @param file where it stands, as in a {@link Finding}
 * @param line from 1
 * @param column from 1
 * @param text with a {@code ?} for each parameter
 * @param named how many parameters have a name; 0 when the message says what they are
 * @param counted whether the step says how many parameters there are; else Camel asks the database for each event
 */
public record SqlStatement(String file, int line, int column, String text, int named, boolean counted) {
    /** @param why a part of a sentence */
    public Finding refused(String why) {
        return new Finding(
                Rule.INVALID_SQL,
                file,
                line,
                column,
                "The database refuses this statement, so each of its events would fail: " + why + "; correct it");
    }
}
