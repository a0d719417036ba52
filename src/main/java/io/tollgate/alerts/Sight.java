package io.tollgate.alerts;

import io.tollgate.text.Visible;

/**
 * That a condition holds now.
 *
 * @param subject what it holds for, such as an event type; empty where there is but one
 * @param details fit for an operator: no payload, no secret, nobody's data
 */
record Sight(Condition condition, String subject, String details) {
    Sight {
        subject = Visible.of(subject);
        details = Visible.of(details);
    }
}
