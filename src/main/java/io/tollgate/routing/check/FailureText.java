package io.tollgate.routing.check;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What an exception of Camel says, as a part of a sentence. */
final class FailureText {
    private static final int MAX_LENGTH = 300;

    private FailureText() {}

    /** The name of a class that was looked for in vain. */
    static Optional<String> missingClass(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(ClassNotFoundException.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst();
    }

    /** The innermost message, on one line. */
    static String sentence(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String text = message.replaceAll("\\s+", " ").strip();
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }
}
