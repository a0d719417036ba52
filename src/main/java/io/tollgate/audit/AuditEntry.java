package io.tollgate.audit;

import java.time.Instant;

/**
 * A row of the audit log.
 *
 * @param id a later row has a higher one
 * @param at by the clock of the gateway or the command that wrote it
 * @param who as in {@link Caller}
 * @param act one of {@link Act}, or of a later version's
 */
public record AuditEntry(long id, Instant at, String who, String origin, String act, String subject, String what) {}
