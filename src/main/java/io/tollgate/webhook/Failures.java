package io.tollgate.webhook;

import java.util.ArrayList;
import java.util.List;

/** Names a failure in a log. Messages of other libraries are left out: they may quote the payload. */
final class Failures {
    private Failures() {}

    /** The classes of the failure and its causes, and where the last of them was thrown, on one line. */
    static String oneLine(Throwable failure) {
        List<String> classes = new ArrayList<>();
        Throwable root = failure;
        for (Throwable cause = failure; cause != null && classes.size() < 5; cause = cause.getCause()) {
            classes.add(cause.getClass().getName());
            root = cause;
        }
        StackTraceElement[] trace = root.getStackTrace();
        return String.join(" < ", classes) + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
