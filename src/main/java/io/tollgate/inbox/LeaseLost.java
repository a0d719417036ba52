package io.tollgate.inbox;

/** The lease ran out and another claim has some of the entries: whoever reads this must roll back. */
public class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLost(int entries) {
        super(entries + " entries were claimed by another relay meanwhile");
    }
}
