package io.tollgate.routing.check;

import java.util.Locale;

/**
 * One mistake in a folder of routes.
 *
 * @param file relative to the folder, {@code .} for the folder itself
 * @param line from 1
 * @param column from 1
 * @param message a sentence with the way out; it holds no secret
 */
public record Finding(Rule rule, String file, int line, int column, String message) {
    Finding(Rule rule, Place place, String message) {
        this(rule, place.file(), place.line(), place.column(), message);
    }

    public boolean isError() {
        return rule.severity() == Severity.ERROR;
    }

    /** As compilers print it, so that editors and terminals make a link of it. */
    @Override
    public String toString() {
        return "%s:%d:%d: %s: %s [%s]"
                .formatted(file, line, column, rule.severity().name().toLowerCase(Locale.ROOT), message, rule.id());
    }
}
