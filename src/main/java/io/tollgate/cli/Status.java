package io.tollgate.cli;

import io.tollgate.inbox.Backlog;
import io.tollgate.inbox.Gateways.Gateway;
import io.tollgate.inbox.Seen;
import io.tollgate.operations.StatusReport;
import io.tollgate.text.Visible;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Shows the gateways, what waits and why, what is dead and why, and how fast it goes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Status extends OperatorCommand {
    private static final long SILENT_SECONDS = 30;
    private static final Duration NEWS_FOR = Duration.ofDays(7);

    private final Clock clock;

    Status(Clock clock) {
        this.clock = clock;
    }

    @Override
    int run(Operations operations) {
        Instant now = clock.instant();
        StatusReport report =
                operations.status(QueuesText.ask(settings(), clock)).ask(now);
        if (isJson()) {
            printJson(report);
        } else {
            print(report, now);
        }
        return CommandLine.ExitCode.OK;
    }

    private void print(StatusReport report, Instant now) {
        gateways(report.gateways(), now);
        report.alerts()
                .forEach(alert -> out().println(
                                Visible.of("alert: " + (alert.condition() + " " + alert.subject()).strip() + " since "
                                        + alert.beganAt() + ": " + alert.details())));
        out().println("last minute: " + report.lastMinute().stored() + " stored, "
                + report.lastMinute().routed() + " routed");
        report.setAsideInADay()
                .forEach((endpoint, events) -> out().println("set aside in a day: " + events + " at endpoint "
                        + endpoint + ", see ./tollgate events --aside --endpoint " + endpoint));
        report.paused()
                .forEach(pause -> out().println(
                                Visible.of("paused: " + pause.type() + " since " + pause.at() + " by " + pause.by())));
        List<Gateway> alive = report.gateways().stream()
                .filter(gateway -> !isSilent(gateway, now))
                .toList();
        new RoutesStatus(out()).print(alive, report.routes(), now);
        waiting(report.waiting(), alive, now);
        long all =
                report.deadByType().values().stream().mapToLong(Long::longValue).sum();
        dead(report.dead(), all, now);
        FailingFlows.print(report.failingBehindQueues(), now, out());
        StripeStatus.print(report.stripe(), Optional.ofNullable(report.reconciliation()), now, out());
        QueuesText.print(report.queues(), now, out());
        report.news().stream()
                .filter(one -> one.at().plus(NEWS_FOR).isAfter(now))
                .forEach(one -> out().println(Visible.of(news(one, now))));
    }

    private static String news(Seen.New one, Instant now) {
        return "new " + one.kind().label() + " of Stripe's: " + one.name() + ", first in " + one.event() + " ("
                + one.type() + "), "
                + PastTime.age(one.at(), now) + " ago; "
                + (one.flows().isEmpty() ? "no flow takes it" : "concerns " + String.join(", ", one.flows()));
    }

    private void gateways(List<Gateway> gateways, Instant now) {
        if (gateways.isEmpty()) {
            out().println("no gateway runs on this database");
            return;
        }
        Table table = new Table("gateway", "version", "up for", "last seen", "routes", "failing", "held back");
        gateways.forEach(g -> table.row(
                g.name(),
                g.version(),
                PastTime.age(g.startedAt(), now),
                PastTime.age(g.seenAt(), now) + (isSilent(g, now) ? " ago: stopped?" : ""),
                g.routes() == null ? "none" : g.routes(),
                String.join(", ", g.failing()),
                String.join(", ", g.held())));
        table.print(out());
    }

    private static boolean isSilent(Gateway gateway, Instant now) {
        return gateway.seenAt().plusSeconds(SILENT_SECONDS).isBefore(now);
    }

    private void waiting(List<Backlog.Waiting> waiting, List<Gateway> gateways, Instant now) {
        if (waiting.isEmpty()) {
            out().println("nothing waits");
            return;
        }
        Table table = new Table("waiting", "events", "oldest", "of them retries", "why");
        waiting.forEach(
                w -> table.row(w.type(), w.entries(), PastTime.age(w.oldest(), now), w.retries(), why(w, gateways)));
        table.print(out());
    }

    private static String why(Backlog.Waiting waiting, List<Gateway> gateways) {
        List<String> reasons = new ArrayList<>();
        if (waiting.paused()) {
            reasons.add("paused");
        }
        if (gateways.stream().anyMatch(g -> g.failing().contains(waiting.type()))) {
            reasons.add("its flow keeps failing");
        }
        if (gateways.stream().anyMatch(g -> g.held().contains(waiting.type()))) {
            reasons.add("held back: the broker is away, or its flow does not end");
        }
        return String.join("; ", reasons);
    }

    private void dead(List<Backlog.Dead> dead, long all, Instant now) {
        if (dead.isEmpty()) {
            out().println("nothing is dead");
            return;
        }
        Table table = new Table("dead", "events", "oldest", "error");
        dead.forEach(d -> table.row(d.type(), d.entries(), PastTime.age(d.oldest(), now), d.error()));
        table.print(out());
        long rest = all - dead.stream().mapToLong(Backlog.Dead::entries).sum();
        if (rest > 0) {
            out().println("and " + rest + " more, older ones or of rarer causes");
        }
    }
}
