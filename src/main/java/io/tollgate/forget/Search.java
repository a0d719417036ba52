package io.tollgate.forget;

import io.tollgate.inbox.Forgetting;
import io.tollgate.inbox.Forgetting.Candidate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what is about a customer: what names the customer, and what names an object that was seen with them, such as the charge of a
 * dispute. Such an object is looked for in turn, in {@value #ROUNDS} rounds at most. What names another customer as well, and not this one, is not theirs.
 */
final class Search {
    static final int ROUNDS = 4;

    private final Forgetting inbox;
    private final ObjectRows rows;
    private final String customer;
    private final Map<String, Candidate> events = new TreeMap<>();
    private final Set<String> objects = new TreeSet<>();
    private Set<String> frontier = new HashSet<>();
    private Set<String> next = new HashSet<>();

    Search(Forgetting inbox, ObjectRows rows, String customer) {
        this.inbox = inbox;
        this.rows = rows;
        this.customer = customer;
    }

    /**
     * @param events without their payloads, by id
     * @param objects ids, the customer's first of all
     * @param complete false when there may be more, further away
     */
    record Found(Map<String, Candidate> events, Set<String> objects, boolean complete) {}

    /** @param known objects that an earlier run has found */
    Found run(Collection<String> known) {
        next.add(customer);
        next.addAll(known);
        for (int round = 0; round < ROUNDS && advance(); round++) {
            inbox.each(frontier, this::look);
            rows.each(this::look);
        }
        return new Found(events, objects, !advance());
    }

    private boolean advance() {
        next.removeAll(objects);
        objects.addAll(next);
        frontier = next;
        next = new HashSet<>();
        return !frontier.isEmpty();
    }

    private void look(Candidate event) {
        if (event.payload() == null) {
            if (frontier.contains(event.objectId())) {
                events.put(event.id(), event);
            }
            return;
        }
        Mentions mentions = Mentions.of(event.payload());
        if (isTheirs(mentions)) {
            events.put(
                    event.id(),
                    new Candidate(event.id(), event.type(), event.status(), event.objectId(), null, event.forgotten()));
        }
    }

    private void look(ObjectRows.Row row) {
        Mentions mentions = row.mentions();
        if (isTheirs(mentions) && !next.contains(row.id())) {
            objects.add(row.id());
        }
    }

    /** Links lead on only from where nobody else is. */
    private boolean isTheirs(Mentions mentions) {
        boolean theirs = mentions.isAbout(customer, frontier);
        if (theirs && !mentions.namesAnother(customer)) {
            next.addAll(mentions.links());
        }
        return theirs;
    }
}
