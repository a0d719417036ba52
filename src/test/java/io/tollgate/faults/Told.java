package io.tollgate.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the sender was told.
 *
 * @param sent events, however often each was sent
 * @param repeats requests beyond the first of each event
 * @param acknowledged ids of which a request was answered 200
 * @param refused events of which a request was answered 503, and none 200
 * @param newTwice see {@link Deliveries#newTwice}
 * @param neverNew see {@link Deliveries#neverNew}
 */
record Told(
        int sent, int repeats, Set<String> acknowledged, int refused, List<String> newTwice, List<String> neverNew) {

    static Told by(Load... loads) {
        int sent = 0;
        int repeats = 0;
        int refused = 0;
        Set<String> acknowledged = new HashSet<>();
        List<String> newTwice = new ArrayList<>();
        List<String> neverNew = new ArrayList<>();
        for (Load load : loads) {
            sent += load.sent();
            repeats += load.deliveries().repeats();
            refused += load.answeredWith(503).size();
            acknowledged.addAll(load.answeredWith(200));
            newTwice.addAll(load.deliveries().newTwice());
            neverNew.addAll(load.deliveries().neverNew());
        }
        return new Told(sent, repeats, acknowledged, refused, newTwice, neverNew);
    }

    /** Events that were answered otherwise, or not at all. */
    int other() {
        return sent - acknowledged.size() - refused;
    }
}
