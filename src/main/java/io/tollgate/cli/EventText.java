package io.tollgate.cli;

import io.tollgate.deadletter.QueueLook.Found;
import io.tollgate.inbox.Copies.Copy;
import io.tollgate.inbox.Copies.Twin;
import io.tollgate.inbox.Entries.Attempt;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter.Status;
import io.tollgate.inbox.QueueFailures.Failing;
import io.tollgate.operations.EventReport;
import io.tollgate.text.Visible;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What became of one event, in words. */
record EventText(EventReport report) {
    private Row row() {
        return report.event();
    }

    void print(PrintWriter out, Instant now) {
        out.println(Visible.of(row().id() + "  " + row().type()));
        line(out, "status", row().status() + "  " + meaning());
        line(out, "received", row().receivedAt() + " at endpoint " + row().endpoint());
        line(out, "source", row().source());
        line(out, "aside", row().aside());
        line(out, "account", row().account());
        line(out, "object", row().objectId());
        line(out, "error", row().error());
        report.copies().forEach(copy -> line(out, "copy", also(copy)));
        report.twins().forEach(twin -> line(out, "twin", near(twin)));
        printAttempts(out);
        report.done().forEach(one -> line(out, "done", "in route " + one.route() + " at " + one.doneAt()));
        printQueues(out, now);
        line(out, "queue", report.queues().why());
    }

    private static String also(Copy copy) {
        return copy.kind() + ", not stored: at endpoint " + copy.endpoint()
                + (copy.apiVersion() == null ? "" : " as of API version " + copy.apiVersion()) + ", "
                + (copy.times() == 1 ? "once" : copy.times() + " times") + ", last at " + copy.lastAt();
    }

    private String near(Twin twin) {
        long millis = Duration.between(row().receivedAt(), twin.receivedAt()).toMillis();
        return twin.id() + " of the same type about the same object came "
                + String.format(Locale.ROOT, "%.1f", Math.abs(millis) / 1000.0) + " s "
                + (millis < 0 ? "before" : "after");
    }

    /** Numbers that begin again tell of a replay. */
    private void printAttempts(PrintWriter out) {
        Table table = new Table("attempt", "started", "ms", "result");
        int before = 0;
        for (Attempt attempt : report.attempts()) {
            if (attempt.number() <= before) {
                table.row("", "", "", "replayed");
            }
            table.row(attempt.number(), attempt.startedAt(), attempt.millis(), result(attempt));
            before = attempt.number();
        }
        if (!table.isEmpty()) {
            table.print(out);
        }
    }

    /** What fails is said of the message that the broker shows; where it shows none, by itself. */
    private void printQueues(PrintWriter out, Instant now) {
        List<Failing> rest = new ArrayList<>(report.failing());
        for (Found found : report.queues().found()) {
            StringBuilder text = new StringBuilder(QueuesText.line(found));
            report.failing().stream()
                    .filter(one -> one.queue().equals(found.queue()) && rest.remove(one))
                    .forEach(one -> text.append("; ").append(FailingFlows.line(one, now)));
            line(out, "queue", text.toString());
        }
        rest.forEach(one -> line(out, "queue", one.queue() + ": " + FailingFlows.line(one, now)));
    }

    private String meaning() {
        if (row().aside() != null) {
            return "since " + row().settledAt()
                    + ", to no destination: set aside; if that is wrong, correct the setting and"
                    + " restart, then: ./tollgate replay --aside " + row().id();
        } else if (row().status() == Status.ROUTED) {
            return "since " + row().settledAt();
        } else if (row().status() == Status.DEAD) {
            return "since " + row().settledAt() + "; correct what it says, then: ./tollgate replay " + row().id();
        } else if (row().claimed()) {
            return "it is being routed; the lease ends at " + row().dueAt();
        } else if (report.pause() != null) {
            return "its type is paused since " + report.pause().at() + " by "
                    + report.pause().by() + "; once that is settled: ./tollgate resume '"
                    + report.pause().type() + "'";
        }
        return row().attempts() == 0 ? "it waits for its first attempt" : "its next attempt is due at " + row().dueAt();
    }

    private static String result(Attempt attempt) {
        if (attempt.error() != null) {
            return attempt.error();
        }
        return attempt.destinations().isEmpty() ? "no flow for this type" : String.join(", ", attempt.destinations());
    }

    private static void line(PrintWriter out, String name, String value) {
        if (value != null) {
            out.println("  %-9s %s".formatted(name, Visible.of(value)));
        }
    }
}
