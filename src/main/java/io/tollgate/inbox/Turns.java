package io.tollgate.inbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What waits in memory, by type: the types take turns, and each has its oldest first. Whoever uses it locks. */
final class Turns {
    private static final int MOST_OF_A_TYPE = 256;
    private static final int MOST = 4096;
    private static final long MOST_BYTES = 16 << 20;

    /** The type whose turn is next comes first; none is empty. */
    private final Map<String, Deque<Held>> types = new LinkedHashMap<>();

    private final Map<String, Integer> reservedOf = new HashMap<>();
    private int reserved;
    private int claimed;
    /** Of the payloads of what is reserved. */
    private long bytes;

    /**
     * @param claimed by a claim; else it was reserved when it was inserted
     * @param since from when on its lease is reckoned, in the nanoseconds of {@link HandOff}
     */
    record Held(Entry entry, boolean claimed, long since) {}

    boolean isEmpty() {
        return types.isEmpty();
    }

    boolean hasClaimed() {
        return claimed > 0;
    }

    /**
     * Says of each event whether it has a place here. What was claimed takes no place of what is new.
     *
     * @param waits the types that get none
     */
    boolean[] places(List<VerifiedEvent> events, Set<String> waits) {
        boolean[] places = new boolean[events.size()];
        Map<String, Integer> ofType = new HashMap<>(reservedOf);
        long room = MOST_BYTES - bytes;
        for (int i = 0; i < places.length; i++) {
            VerifiedEvent event = events.get(i);
            int length = event.payload().length;
            places[i] = !waits.contains(event.type())
                    && length <= room
                    && reserved + i < MOST
                    && ofType.merge(event.type(), 1, Integer::sum) <= MOST_OF_A_TYPE;
            room -= places[i] ? length : 0;
        }
        return places;
    }

    void add(Held held) {
        types.computeIfAbsent(held.entry().type(), type -> new ArrayDeque<>()).add(held);
        count(held, 1);
    }

    /** The next one; its type goes to the end of the row. */
    Held take() {
        String type = types.keySet().iterator().next();
        Deque<Held> queue = types.remove(type);
        Held next = queue.remove();
        if (!queue.isEmpty()) {
            types.put(type, queue);
        }
        count(next, -1);
        return next;
    }

    List<Entry> takeAllOf(String type) {
        Deque<Held> queue = types.getOrDefault(type, new ArrayDeque<>());
        types.remove(type);
        queue.forEach(held -> count(held, -1));
        return queue.stream().map(Held::entry).toList();
    }

    List<Entry> takeAll() {
        return List.copyOf(types.keySet()).stream()
                .flatMap(type -> takeAllOf(type).stream())
                .toList();
    }

    private void count(Held held, int change) {
        if (held.claimed()) {
            claimed += change;
        } else {
            reserved += change;
            reservedOf.merge(held.entry().type(), change, (all, one) -> all + one == 0 ? null : all + one);
            bytes += change * held.entry().event().payload().length;
        }
    }
}
