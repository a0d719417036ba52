package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.inbox.Watermarks;
import io.tollgate.inbox.Watermarks.Mark;
import io.tollgate.stripe.StripeRefused;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings up to 20 types of one account up to date: span after span of time in order, each listed as a whole and stored before the
 * watermark moves past it. So a stop at whatever moment leaves the watermark behind the truth, never ahead of it, and
 * whoever goes on begins with the span that was not finished.
 */
final class CatchUp {
    private static final Duration FIRST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofHours(6);
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    /** Pages of a span; with more the next one is shorter. */
    private static final int MANY = 10;

    private static final int FEW = 3;
    private static final int BAD_REQUEST = 400;

    private final Account account;
    private final Instant now;
    private final EventList list;
    private final Store store;
    private final Found found;
    /** Those that Stripe lists. */
    private final Map<String, Mark> marks = new TreeMap<>();

    private boolean whole = true;

    /**
     * @param marks of one account, all thin or none; 20 at most. What Stripe created before the first moment of one is left out
     * @param now when it is received
     */
    CatchUp(Account account, List<Mark> marks, Instant now, EventList list, Store store, Found found) {
        this.account = account;
        this.now = now;
        this.list = list;
        this.store = store;
        this.found = found;
        marks.forEach(mark -> this.marks.put(mark.type(), mark));
    }

    /**
     * @param from in whole seconds; where it is after what is complete, the watermark stays
     * @param to as well
     */
    void run(Instant from, Instant to, Watermarks watermarks) {
        found.from(from);
        Duration length = FIRST;
        Instant start = from;
        while (start.isBefore(to) && !marks.isEmpty()) {
            Instant end = start.plus(length).isBefore(to) ? start.plus(length) : to;
            int pages = list(question(start, end, false));
            if (whole && !store.isDry()) {
                watermarks.advance(account.scope(), marks.keySet(), start, end);
            }
            length = next(length, pages);
            start = end;
        }
        if (whole && !store.isDry() && from.isBefore(to)) {
            watermarks.reachBack(account.scope(), reached(from), from, to);
        }
    }

    /** Those of which nothing was left out since then. */
    private List<String> reached(Instant from) {
        return marks.values().stream()
                .filter(mark -> !mark.since().isAfter(from))
                .map(Mark::type)
                .toList();
    }

    /** Snapshot events that some endpoint has not taken, whatever their age: what was listed too late for the watermark is among them. */
    void undelivered(Instant from, Instant to) {
        Question question = question(from, to, true);
        if (!question.isThin() && from.isBefore(to) && !marks.isEmpty()) {
            list(question);
        }
    }

    private Question question(Instant from, Instant to, boolean undelivered) {
        List<String> types = marks.containsKey(Reconciliation.ALL) ? List.of() : List.copyOf(marks.keySet());
        return new Question(types, from, to, undelivered);
    }

    private static Duration next(Duration length, int pages) {
        if (pages > MANY && length.compareTo(SHORTEST) > 0) {
            return length.dividedBy(2).truncatedTo(ChronoUnit.SECONDS);
        }
        return pages < FEW && length.compareTo(LONGEST) < 0 ? length.multipliedBy(2) : length;
    }

    /** A type that Stripe does not know would make it refuse all of them: so each half is asked for by itself. */
    private int list(Question question) {
        try {
            return list.pages(
                    account.call(question.isThin()),
                    question,
                    raw -> account.event(raw, now),
                    page -> take(page, question));
        } catch (StripeRefused e) {
            if (e.status() != BAD_REQUEST || question.types().isEmpty()) {
                throw e;
            }
            return inHalves(question, e);
        }
    }

    private int inHalves(Question question, StripeRefused refusal) {
        List<String> types = question.types();
        if (types.size() == 1) {
            marks.remove(types.get(0));
            found.problem("type " + types.get(0) + " is not to be listed: " + refusal.getMessage());
            return 0;
        }
        int half = types.size() / 2;
        return list(question.with(types.subList(0, half))) + list(question.with(types.subList(half, types.size())));
    }

    private void take(EventList.Page page, Question question) {
        found.listed(page.events().size());
        boolean stored = store.store(wanted(page.events(), question), found);
        if (!stored || page.unreadable() > 0) {
            whole = false;
            found.problem("some events could not be stored: see the log");
        }
    }

    /** The oldest first, so that they are routed in about the order in which they happened. */
    private List<VerifiedEvent> wanted(List<VerifiedEvent> events, Question question) {
        List<VerifiedEvent> wanted = new ArrayList<>();
        for (VerifiedEvent event : events) {
            Mark mark = marks.getOrDefault(event.type(), marks.get(Reconciliation.ALL));
            if (mark != null && !created(event, question).isBefore(mark.since())) {
                wanted.add(event);
            }
        }
        wanted.sort(Comparator.comparing(event -> created(event, question)));
        return wanted;
    }

    private static Instant created(VerifiedEvent event, Question question) {
        return event.created() == null ? question.to() : Instant.ofEpochSecond(event.created());
    }
}
