package io.tollgate.cli;

import io.tollgate.cli.QueuesBehind.Answer;
import io.tollgate.deadletter.QueueLook.Found;
import io.tollgate.inbox.Copies.Copy;
import io.tollgate.inbox.Copies.Twin;
import io.tollgate.inbox.DoneEvents.Done;
import io.tollgate.inbox.Entries.Attempt;
import io.tollgate.inbox.Entries.Row;
import io.tollgate.inbox.EventFilter.Status;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.Pauses.Pause;
import io.tollgate.inbox.QueueFailures.Failing;
import io.tollgate.text.Visible;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of one event, as far as the inbox and the broker tell.
 *
 * @param pause of its type; null when there is none, or the event is settled
 * @param queues the messages about it, behind the routes
 * @param failing where its messages fail
 * @param copies of it that came another way than the stored one
 * @param twins other events of its type about its object, at about the same time
 */
record EventReport(
        Row row,
        Pause pause,
        List<Attempt> attempts,
        List<Done> done,
        Answer<Found> queues,
        List<Failing> failing,
        List<Copy> copies,
        List<Twin> twins) {

    static EventReport of(Row row, Operations operations, QueuesBehind behind) {
        List<Attempt> attempts = operations.entries().attempts(row.id());
        List<String> sentTo = attempts.stream()
                .flatMap(attempt -> attempt.destinations().stream())
                .toList();
        return new EventReport(
                row,
                row.status() == Status.PENDING ? pause(row, operations) : null,
                attempts,
                operations.doneEvents().of(row.id()),
                behind.of(row.id(), sentTo),
                operations.queueFailures().of(row.id()),
                operations.copies().of(row.id()),
                operations.copies().twins(row.id()));
    }

    private static Pause pause(Row row, Operations operations) {
        return operations.pauses().list().stream()
                .filter(pause -> List.of(row.type(), Pauses.ALL).contains(pause.type()))
                .findFirst()
                .orElse(null);
    }

    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("queues", QueuesBehind.json(queues));
        all.put("event", row);
        all.put("paused", pause != null);
        all.put("attempts", attempts);
        all.put("done", done);
        all.put("failing", failing);
        all.put("copies", copies);
        all.put("twins", twins);
        return all;
    }

    void print(PrintWriter out, Instant now) {
        out.println(Visible.of(row.id() + "  " + row.type()));
        line(out, "status", row.status() + "  " + meaning());
        line(out, "received", row.receivedAt() + " at endpoint " + row.endpoint());
        line(out, "source", row.source());
        line(out, "aside", row.aside());
        line(out, "account", row.account());
        line(out, "object", row.objectId());
        line(out, "error", row.error());
        copies.forEach(copy -> line(out, "copy", also(copy)));
        twins.forEach(twin -> line(out, "twin", near(twin)));
        printAttempts(out);
        done.forEach(one -> line(out, "done", "in route " + one.route() + " at " + one.doneAt()));
        printQueues(out, now);
        line(out, "queue", queues.why());
    }

    private static String also(Copy copy) {
        return copy.kind() + ", not stored: at endpoint " + copy.endpoint()
                + (copy.apiVersion() == null ? "" : " as of API version " + copy.apiVersion()) + ", "
                + (copy.times() == 1 ? "once" : copy.times() + " times") + ", last at " + copy.lastAt();
    }

    private String near(Twin twin) {
        long millis = Duration.between(row.receivedAt(), twin.receivedAt()).toMillis();
        return twin.id() + " of the same type about the same object came "
                + String.format(Locale.ROOT, "%.1f", Math.abs(millis) / 1000.0) + " s "
                + (millis < 0 ? "before" : "after");
    }

    /** Numbers that begin again tell of a replay. */
    private void printAttempts(PrintWriter out) {
        Table table = new Table("attempt", "started", "ms", "result");
        int before = 0;
        for (Attempt attempt : attempts) {
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
        List<Failing> rest = new ArrayList<>(failing);
        for (Found found : queues.found()) {
            StringBuilder text = new StringBuilder(QueuesBehind.line(found));
            failing.stream()
                    .filter(one -> one.queue().equals(found.queue()) && rest.remove(one))
                    .forEach(one -> text.append("; ").append(FailingFlows.line(one, now)));
            line(out, "queue", text.toString());
        }
        rest.forEach(one -> line(out, "queue", one.queue() + ": " + FailingFlows.line(one, now)));
    }

    private String meaning() {
        if (row.aside() != null) {
            return "since " + row.settledAt()
                    + ", to no destination: set aside; if that is wrong, correct the setting and"
                    + " restart, then: ./tollgate replay --aside " + row.id();
        } else if (row.status() == Status.ROUTED) {
            return "since " + row.settledAt();
        } else if (row.status() == Status.DEAD) {
            return "since " + row.settledAt() + "; correct what it says, then: ./tollgate replay " + row.id();
        } else if (row.claimed()) {
            return "it is being routed; the lease ends at " + row.dueAt();
        } else if (pause != null) {
            return "its type is paused since " + pause.at() + " by " + pause.by()
                    + "; once that is settled: ./tollgate resume '" + pause.type() + "'";
        }
        return row.attempts() == 0 ? "it waits for its first attempt" : "its next attempt is due at " + row.dueAt();
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
