package io.tollgate.cli;

import io.tollgate.inbox.SecretVerdict;
import io.tollgate.inbox.SigningSecrets;
import io.tollgate.inbox.SigningSecrets.SigningSecret;
import io.tollgate.operations.SecretReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "secrets",
        description =
                "Shows the signing secrets by their fingerprints: how often each was used, and whether it may go.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Secrets extends OperatorCommand {
    private static final Duration SILENT = Duration.ofMinutes(1);

    private final Clock clock;

    Secrets(Clock clock) {
        this.clock = clock;
    }

    @Override
    int run(Operations operations) {
        SigningSecrets secrets = operations.signingSecrets();
        List<SigningSecret> all = secrets.list();
        Instant now = clock.instant();
        if (isJson()) {
            printJson(SecretReport.all(all, now));
        } else if (all.isEmpty()) {
            out().println("no gateway has reported a signing secret yet");
        } else {
            print(all, secrets.lastReport(), now);
        }
        return CommandLine.ExitCode.OK;
    }

    private void print(List<SigningSecret> all, Optional<Instant> lastReport, Instant now) {
        lastReport
                .filter(at -> at.plus(SILENT).isBefore(now))
                .ifPresent(at -> out().println("no gateway runs on this database; as of " + at));
        Table table = new Table("endpoint", "fingerprint", "from", "signatures", "last use", "verdict");
        all.forEach(secret -> table.row(
                secret.endpoint(),
                secret.fingerprint(),
                String.join(", ", secret.sources()),
                secret.signatures(),
                secret.lastUsed() == null ? "" : PastTime.age(secret.lastUsed(), now) + " ago",
                words(SecretVerdict.of(secret, all, now))));
        table.print(out());
        all.stream()
                .filter(secret -> lacking(secret, all))
                .forEach(secret -> out().println("only " + String.join(", ", secret.gateways()) + " has "
                        + secret.fingerprint() + " of endpoint " + secret.endpoint()));
    }

    /** Whether another gateway verifies for the same endpoint without it. */
    private static boolean lacking(SigningSecret secret, List<SigningSecret> all) {
        return all.stream()
                .filter(other -> other.endpoint().equals(secret.endpoint()))
                .anyMatch(other -> !secret.gateways().containsAll(other.gateways()));
    }

    private static String words(SecretVerdict verdict) {
        return verdict.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (verdict.since() == null ? "" : " since " + verdict.since());
    }
}
