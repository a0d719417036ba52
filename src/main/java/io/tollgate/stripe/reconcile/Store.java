package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.InboxUnavailable;
import io.tollgate.inbox.NotStored;
import io.tollgate.inbox.VerifiedEvent;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what the inbox lacks, of what Stripe has. */
final class Store {
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private final Entries entries;
    private final Inbox inbox;
    private final Runnable goesOn;

    /**
     * @param inbox null to store nothing, and only count
     * @param goesOn called before each page; throws when it is not to go on
     */
    Store(Entries entries, Inbox inbox, Runnable goesOn) {
        this.entries = entries;
        this.inbox = inbox;
        this.goesOn = goesOn;
    }

    boolean isDry() {
        return inbox == null;
    }

    /**
     * Once it returns, all of them are committed, but those that the database refuses.
     *
     * @return whether it has refused none
     * @throws InboxUnavailable when the database is away; some may be stored
     */
    boolean store(List<VerifiedEvent> events, Found found) {
        goesOn.run();
        Set<String> known = entries.known(events.stream().map(VerifiedEvent::id).toList());
        boolean all = true;
        for (VerifiedEvent event : events) {
            all &= known.contains(event.id()) || store(event, found);
        }
        return all;
    }

    private boolean store(VerifiedEvent event, Found found) {
        try {
            if (isDry() || inbox.accept(event)) {
                found.missing(event.type());
                log.info("{} {} {} source=reconciled", event.id(), event.type(), isDry() ? "is missing" : "stored");
            }
            return true;
        } catch (InboxUnavailable e) {
            throw e;
        } catch (NotStored e) {
            log.error("{} {} could not be stored: {}", event.id(), event.type(), e.getMessage());
            return false;
        }
    }
}
