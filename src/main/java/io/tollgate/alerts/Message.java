package io.tollgate.alerts;

import java.time.Instant;

/**
 * What a channel sends. Plain text without a payload, a secret or somebody's data.
 *
 * @param id the same each time that it is sent
 * @param key the same for the beginning and the end of an alert
 * @param source the installation and the gateway
 * @param title one line
 * @param text more lines
 */
record Message(
        String id,
        String key,
        Edge edge,
        String condition,
        String subject,
        String source,
        String title,
        String text,
        Instant at) {}
