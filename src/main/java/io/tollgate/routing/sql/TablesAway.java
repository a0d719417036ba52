package io.tollgate.routing.sql;

/** The tables could not be brought up to date for a reason that passes: nothing was decided about the set. */
public final class TablesAway extends Exception {
    private static final long serialVersionUID = 1L;

    public TablesAway(String reason, Throwable cause) {
        super(reason, cause);
    }
}
