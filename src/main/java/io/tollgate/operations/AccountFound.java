package io.tollgate.operations;

import io.tollgate.stripe.reconcile.Found;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reconciliation has found of one account.
 *
 * @param owner whose key was used, as the settings name it
 * @param account the connected one; null for that of the key
 * @param since from when on was asked; null when nothing was
 * @param listed events that Stripe listed
 * @param missing those of them that the inbox did not have, by type
 * @param stored false after a dry run
 * @param problem what kept it from being complete; null when nothing did
 */
public record AccountFound(
        String owner,
        boolean livemode,
        String account,
        Instant since,
        long listed,
        Map<String, Long> missing,
        boolean stored,
        String problem) {
    public static AccountFound of(Found found, boolean dryRun) {
        return new AccountFound(
                found.scope().owner(),
                found.scope().livemode(),
                found.scope().isConnected() ? found.scope().account() : null,
                found.from(),
                found.listed(),
                new TreeMap<>(found.missing()),
                !dryRun,
                found.problem());
    }
}
