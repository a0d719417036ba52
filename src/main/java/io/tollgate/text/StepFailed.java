package io.tollgate.text;

/** Says which step of a flow has failed; what it threw is the cause. */
public final class StepFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String step;

    /** @param step its id in the routes; null when it is not known */
    public StepFailed(String step, Throwable cause) {
        super(cause);
        this.step = step;
    }

    String step() {
        return step;
    }
}
