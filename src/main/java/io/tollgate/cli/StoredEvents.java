package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.Entries.Body;
import io.tollgate.inbox.EventFilter;
import java.util.List;
import java.util.function.Consumer;

/** Events of the inbox with their bodies, a page of them in memory. */
record StoredEvents(Entries inbox, EventFilter filter) {
    private static final int PAGE = 200;

    /**
     * Takes the newest first.
     *
     * @param most how many events; 1 or more
     * @return how many there were; 1 or more
     * @throws InvalidConfiguration when there is none
     */
    int each(int most, Consumer<Body> event) {
        int events = 0;
        Body after = null;
        List<Body> page;
        do {
            page = inbox.bodies(filter, Math.min(PAGE, most - events), after);
            for (Body body : page) {
                event.accept(body);
                after = body;
            }
            events += page.size();
        } while (events < most && page.size() == PAGE);
        if (events == 0) {
            throw new InvalidConfiguration(
                    "No stored event matches, or retention has removed the payloads of those that do");
        }
        return events;
    }
}
