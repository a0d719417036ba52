package io.tollgate.routing.mail;

import java.util.Map;

/** What a template may print as it is, or take apart: {@code {{customer}}} and {@code {{customer.email}}}. */
record Labelled(String label, Map<String, Object> parts) {
    @Override
    public String toString() {
        return label;
    }
}
