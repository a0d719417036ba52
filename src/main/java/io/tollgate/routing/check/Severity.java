package io.tollgate.routing.check;

/** Whether a finding keeps a route set from being used. */
public enum Severity {
    ERROR,
    WARNING
}
