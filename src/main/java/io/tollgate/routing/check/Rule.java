package io.tollgate.routing.check;

import java.util.Locale;

/** What a folder of routes is checked for; docs/checks.md has an example of each. */
public enum Rule {
    FOLDER,
    FILE_NAME(Severity.WARNING),
    YAML_SYNTAX,
    YAML_SCHEMA,
    DUPLICATE_ID,
    MISSING_ID(Severity.WARNING),
    MISSING_DESCRIPTION(Severity.WARNING),
    UNKNOWN_PLACEHOLDER,
    UNKNOWN_COMPONENT,
    MISSING_MODULE,
    UNKNOWN_OPTION,
    INVALID_OPTION,
    UNKNOWN_BEAN,
    UNKNOWN_CONFIGURATION,
    INVALID_EXPRESSION,
    UNKNOWN_TEMPLATE,
    INVALID_TEMPLATE,
    MAIL_HEAD,
    UNKNOWN_WORD(Severity.WARNING),
    NO_MAIL_TEMPLATE,
    TABLE_FILE,
    TABLE_FAILED,
    INVALID_SQL,
    NEWLY_FAILS,
    NO_ROUTER,
    NO_SUCH_FLOW,
    UNREACHABLE_FLOW,
    SHADOWED_BRANCH,
    MISSING_OTHERWISE,
    UNKNOWN_EVENT_TYPE,
    UNKNOWN_FIELD(Severity.WARNING),
    UNKNOWN_HEADER(Severity.WARNING),
    UNKNOWN_VARIABLE(Severity.WARNING),
    LEFT_TO_RIGHT(Severity.WARNING),
    SYNCHRONOUS_TYPE,
    UNSUPPORTED_ITEM,
    REFUSED_STEP,
    REFUSED_ENDPOINT,
    REFUSED_OPTION,
    REFUSED_ERROR_HANDLER,
    REFUSED_INGRESS,
    UNTRANSACTED_CONSUMER(Severity.WARNING),
    AFTER_COMMIT(Severity.WARNING),
    DROPPED_MESSAGE(Severity.WARNING),
    INVALID_SETTING,
    NOT_BUILDABLE,
    INVALID_TEST(Severity.WARNING),
    UNTESTED_FLOW(Severity.WARNING),
    ENVIRONMENT(Severity.WARNING),
    SECRET(Severity.WARNING),
    JAVA_CLASS(Severity.WARNING),
    SCRIPT(Severity.WARNING),
    LOCAL_FILE(Severity.WARNING),
    OPEN_DESTINATION(Severity.WARNING),
    STRICT;

    private final Severity severity;

    Rule() {
        this(Severity.ERROR);
    }

    Rule(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }

    /** By which people and other programs name it, such as {@code unknown-event-type}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
