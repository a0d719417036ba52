package io.tollgate.relay;

/** Whose rights the SQL of flows has in the gateway's database. */
public enum FlowRole {
    /** Those of a role that owns what flows make, and may not touch the inbox. */
    OWN("ROLE tollgate_flows"),
    /** The gateway's own, where that role is not there. */
    GATEWAYS("");

    private final String role;

    FlowRole(String role) {
        this.role = role;
    }

    /** What takes it for the rest of a session; empty when there is nothing to do. */
    public String forSession() {
        return role.isEmpty() ? "" : "SET " + role;
    }

    /** What takes it for the rest of a transaction, with a semicolon; empty when there is nothing to do. */
    public String forTransaction() {
        return role.isEmpty() ? "" : "SET LOCAL " + role + "; ";
    }
}
