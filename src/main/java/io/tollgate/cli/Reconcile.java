package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.audit.Act;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.NotStored;
import io.tollgate.operations.AccountFound;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.routing.reload.OfflineRoutes.Checked;
import io.tollgate.stripe.StripeAway;
import io.tollgate.stripe.reconcile.Found;
import io.tollgate.stripe.reconcile.ReconcileConfiguration;
import io.tollgate.stripe.reconcile.ReconcileRun;
import io.tollgate.stripe.reconcile.ReconcileRun.Outcome;
import io.tollgate.stripe.reconcile.Reconciliation.Wish;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reconcile",
        description =
                "Asks Stripe for what it has created, and stores what never arrived. Needs a key (STRIPE_API_KEY).",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Reconcile extends SettingsCommand {
    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From when on: 2026-01-31T10:00:00Z, 2026-01-31 or an age such as 2h or 3d, 30 days at most;"
                    + " else from where all is known to be complete")
    private Instant since;

    @Option(names = "--dry-run", description = "Only counts what is missing; stores nothing")
    private boolean dryRun;

    @Option(
            names = "--types",
            paramLabel = "TYPE",
            split = ",",
            description = "These event types, * for all; else those that have a flow in the configured routes")
    private Set<String> types = new TreeSet<>();

    private final Clock clock;

    Reconcile(Clock clock) {
        this.clock = clock;
    }

    @Override
    void check() {
        if (since != null && since.isAfter(clock.instant())) {
            throw wrong("--since is " + since + ", which is still to come");
        }
    }

    @Override
    int run(String[] settings) {
        try (Operations operations = Operations.open(settings, ReconcileConfiguration.class)) {
            return run(operations, settings);
        } catch (StripeAway | NotStored e) {
            return failed(e.getMessage()
                    + (dryRun
                            ? ". Nothing was stored."
                            : ". What was found before is stored; run the same command again for the rest."));
        }
    }

    private int run(Operations operations, String[] settings) {
        if (operations.stripeKeys().isEmpty()) {
            return failed("There is no key of Stripe's API: set STRIPE_API_KEY"
                    + " (tollgate.stripe.accounts.default.api-keys) as for the gateway, best to a restricted one that may"
                    + " read events.");
        }
        List<Found> all = new ArrayList<>();
        ReconcileRun run = operations.reconcileRun();
        try (Inbox inbox = dryRun ? null : Inbox.open(operations.database())) {
            Wish wish = new Wish(types.isEmpty() ? run.types(wanted(settings)) : types, since, true);
            if (!dryRun) {
                Audit.write(operations, Act.RECONCILED, "*", words());
            }
            Outcome outcome = run.run(wish, inbox, () -> {}, found -> {
                all.add(found);
                print(found);
            });
            if (isJson()) {
                printJson(all.stream()
                        .map(found -> AccountFound.of(found, dryRun))
                        .toList());
            }
            return outcome.problem() == null
                    ? CommandLine.ExitCode.OK
                    : failed("It is not complete: " + outcome.problem());
        }
    }

    private String words() {
        return ((since == null ? "" : "--since=" + since + " ")
                        + (types.isEmpty() ? "" : "--types=" + String.join(",", types)))
                .strip();
    }

    /** @throws InvalidConfiguration when the routes are refused, so that nobody knows */
    private static Set<String> wanted(String[] settings) {
        Checked checked = OfflineRoutes.check(null, settings, null);
        if (checked.findings().stream().anyMatch(Finding::isError)) {
            throw new InvalidConfiguration(
                    "The routes are refused, so it is not known which event types have a flow: see"
                            + " ./tollgate check, or name them with --types.");
        }
        return checked.map().types();
    }

    private void print(Found found) {
        if (isJson()) {
            return;
        }
        long missing = missing(found);
        out().println("%s: %s %d events that Stripe has, %s"
                .formatted(
                        found.scope(),
                        found.from() == null ? "of" : "since " + found.from() + ", of",
                        found.listed(),
                        missing == 0
                                ? "none is missing"
                                : missing + (dryRun ? " are missing" : " were missing and are stored now")));
        found.missing().forEach((type, count) -> out().println("  " + type + " " + count));
    }

    private static long missing(Found found) {
        return found.missing().values().stream().mapToLong(Long::longValue).sum();
    }
}
