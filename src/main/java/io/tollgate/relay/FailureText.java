package io.tollgate.relay;

/** The cause of a failure in one line that is fit for a log and a table: no payload, bounded. */
final class FailureText {
    private static final int MAX_LENGTH = 500;
    private static final int MAX_CAUSES = 100;

    private FailureText() {}

    static String of(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_CAUSES; depth++) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? "" : ": " + withoutPayload(root.getMessage());
        String text = root.getClass().getSimpleName() + message;
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }

    /** Parsers and converters quote what they read; a quoted payload starts with a brace. */
    private static String withoutPayload(String message) {
        int payload = message.indexOf('{');
        String kept = payload < 0 ? message : message.substring(0, payload) + "…";
        return kept.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }
}
