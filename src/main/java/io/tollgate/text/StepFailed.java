package io.tollgate.text;

/** Beside a failure, as one that it suppressed: which step of a flow has thrown it. */
public final class StepFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String step;

    private StepFailed(String step) {
        super(step, null, false, false);
        this.step = step;
    }

    /**
     * The innermost step counts; those around it fail with the same exception.
     *
     * @param step its id in the routes; null when it is not known
     */
    public static void note(Throwable failure, String step) {
        if (step != null && of(failure) == null) {
            failure.addSuppressed(new StepFailed(step));
        }
    }

    /** Its step, or null. */
    static String of(Throwable failure) {
        for (Throwable suppressed : failure.getSuppressed()) {
            if (suppressed instanceof StepFailed failed) {
                return failed.step;
            }
        }
        return null;
    }
}
