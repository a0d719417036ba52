package io.tollgate.access;

/** What somebody may do; each may do what those before it may. */
public enum Role {
    /** Sees what became of events, without what is personal. */
    VIEWER,
    /** Does what changes no routes and removes nothing: replays, pauses, sends dead letters back. */
    OPERATOR,
    /** Everything. */
    ADMIN;

    /** As Spring Security names it. */
    public String authority() {
        return "ROLE_" + name();
    }
}
