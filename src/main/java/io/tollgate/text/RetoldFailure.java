package io.tollgate.text;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** A failure and its causes as a log may show them: classes and stack traces are theirs, messages are cut. */
final class RetoldFailure extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String className;

    private RetoldFailure(Throwable original, Set<Throwable> told) {
        super(Visible.of(Reason.message(original, PayloadWords.NONE)));
        className = original.getClass().getName();
        setStackTrace(original.getStackTrace());
        Throwable cause = original.getCause();
        if (cause != null && told.add(cause)) {
            initCause(new RetoldFailure(cause, told));
        }
        for (Throwable suppressed : original.getSuppressed()) {
            if (told.add(suppressed)) {
                addSuppressed(new RetoldFailure(suppressed, told));
            }
        }
    }

    static RetoldFailure of(Throwable original) {
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        told.add(original);
        return new RetoldFailure(original, told);
    }

    String className() {
        return className;
    }

    @Override
    public String toString() {
        return getMessage().isEmpty() ? className : className + ": " + getMessage();
    }
}
