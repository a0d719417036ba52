package io.tollgate.audit;

/** What the audit log tells of. */
public enum Act {
    LOGGED_IN,
    LOGIN_REFUSED,
    LOGGED_OUT,
    TOKEN_CREATED,
    TOKEN_REVOKED,
    /** A payload, or what a run of flows makes of it: with what is personal masked, where it is a payload itself. */
    PAYLOAD_SEEN,
    /** The same with what is personal. */
    PERSONAL_DATA_SEEN,
    EXPORTED,
    REPLAYED,
    PAUSED,
    RESUMED,
    DEAD_LETTERS_RETRIED,
    DEAD_LETTERS_DISCARDED,
    ROUTES_BACK,
    ROUTES_ACCEPTED,
    REHEARSED,
    RECONCILED,
    ENDPOINT_APPLIED,
    ALERT_SILENCED,
    ALERT_TESTED,
    DISCARDED,
    FORGOTTEN,
    AUDIT_EXPORTED
}
