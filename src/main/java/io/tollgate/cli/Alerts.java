package io.tollgate.cli;

import io.tollgate.alerts.Alert;
import io.tollgate.alerts.Silences.Silence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "alerts",
        description = "Shows which alerts are on and were; silences one; sends a test message.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Alerts extends AlertsCommand {
    private static final int MOST_DAYS = 90;

    @Option(names = "--days", paramLabel = "N", description = "Also what has ended in the last N days; 7 by default")
    private int days = 7;

    private final Clock clock;

    private Alerts(Clock clock) {
        this.clock = clock;
    }

    static CommandLine command(Clock clock) {
        return new CommandLine(new Alerts(clock))
                .addSubcommand(new AlertsSilence())
                .addSubcommand(new AlertsTest(clock));
    }

    @Override
    void check() {
        if (days < 0 || days > MOST_DAYS) {
            throw wrong("--days is " + days + ": give 0 to " + MOST_DAYS);
        }
    }

    @Override
    int run(Operations operations) {
        Instant now = clock.instant();
        List<Alert> on = operations.alertBook().open();
        List<Alert> ended = operations.alertBook().endedSince(now.minus(Duration.ofDays(days)));
        List<Silence> silences = operations.silences().now();
        if (isJson()) {
            printJson(Map.of("on", on, "ended", ended, "silences", silences));
            return CommandLine.ExitCode.OK;
        }
        Table table = new Table("condition", "for", "since", "until", "told", "details");
        on.forEach(alert -> row(table, alert));
        ended.forEach(alert -> row(table, alert));
        if (table.isEmpty()) {
            out().println("Nothing is out of order, and nothing was in the last " + days + " days.");
        } else {
            table.print(out());
        }
        silences.forEach(silence -> out().println(silence.condition() + " is silenced until " + silence.endsAt()
                + " by " + silence.silencedBy()));
        return CommandLine.ExitCode.OK;
    }

    private static void row(Table table, Alert alert) {
        String until =
                alert.endedAt() != null ? alert.endedAt().toString() : alert.beganAt() == null ? "not told yet" : "on";
        table.row(alert.condition(), alert.subject(), alert.seenAt(), until, alert.toldAt(), alert.details());
    }
}
