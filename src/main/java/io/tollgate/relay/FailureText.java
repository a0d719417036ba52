package io.tollgate.relay;

/** The cause of a failure in one line that is fit for a log and a table: no payload, bounded. */
final class FailureText {
    private static final int MAX_LENGTH = 500;

    private FailureText() {}

    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
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
        return kept.replaceAll("\\s+", " ").strip();
    }
}
