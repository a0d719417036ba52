package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.NotAnEvent;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.stripe.StripeApi;
import io.tollgate.stripe.StripeAway;
import io.tollgate.stripe.StripeCall;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pages through Stripe's list of events. A page that fails is asked for again, some times. */
final class EventList {
    private static final Logger log = LoggerFactory.getLogger(EventList.class);
    private static final int TRIES = 5;

    private final StripeApi stripe;
    private final Duration firstPause;

    /** @param firstPause after a page that fails; it doubles */
    EventList(StripeApi stripe, Duration firstPause) {
        this.stripe = stripe;
        this.firstPause = firstPause;
    }

    /**
     * A page of it.
     *
     * @param events the newest first
     * @param unreadable how many there were beside them that are no events
     */
    record Page(List<VerifiedEvent> events, int unreadable) {}

    /**
     * @param read makes an event of what Stripe wrote
     * @param each called for each page, in the order of the list
     * @return how many pages there were
     * @throws StripeAway when a page fails again and again; those before are done
     */
    int pages(StripeCall call, Question question, Function<byte[], VerifiedEvent> read, Consumer<Page> each) {
        String path = question.path(null);
        int pages = 0;
        while (path != null) {
            EventPage next = ask(call, path);
            Page page = page(next.events(), read);
            each.accept(page);
            pages++;
            path = question.isThin() ? next.next() : pathAfter(question, next, page.events());
        }
        return pages;
    }

    /** Asks for the least there is: whether Stripe answers, and what time it is there. */
    void touch(StripeCall call) {
        ask(call, "/v1/events?limit=1");
    }

    /** Empty as long as Stripe has not been asked. */
    Optional<Instant> stripesNow() {
        return stripe.now();
    }

    private static String pathAfter(Question question, EventPage page, List<VerifiedEvent> events) {
        boolean ends = events.isEmpty() || !page.hasMore();
        return ends ? null : question.path(events.get(events.size() - 1).id());
    }

    private static Page page(List<byte[]> raw, Function<byte[], VerifiedEvent> read) {
        List<VerifiedEvent> events = new ArrayList<>(raw.size());
        for (byte[] event : raw) {
            try {
                events.add(read.apply(event));
            } catch (NotAnEvent e) {
                log.error("Stripe lists something that is no event: {}", e.getMessage());
            }
        }
        return new Page(events, raw.size() - events.size());
    }

    private EventPage ask(StripeCall call, String path) {
        Duration pause = firstPause;
        for (int tries = 1; ; tries++) {
            try {
                return EventPage.read(stripe.get(call, path));
            } catch (StripeAway e) {
                if (tries == TRIES) {
                    throw e;
                }
            } catch (IOException e) {
                throw new StripeAway("What Stripe answers as " + call.key() + " is no list of events", e);
            }
            sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StripeAway("Interrupted while it waited to ask Stripe again", e);
        }
    }
}
