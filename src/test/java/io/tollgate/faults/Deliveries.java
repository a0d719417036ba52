package io.tollgate.faults;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All requests of a load: one an event, and of some events a repeat. */
final class Deliveries {
    private static final int ACKNOWLEDGED = 200;

    private final Map<String, Delivery> first = new ConcurrentHashMap<>();
    private final Map<String, Delivery> repeats = new ConcurrentHashMap<>();

    /** One more, of an event that was not sent yet, or once. */
    Delivery begin(String event) {
        Delivery delivery = new Delivery(event);
        if (first.putIfAbsent(event, delivery) != null && repeats.putIfAbsent(event, delivery) != null) {
            throw new IllegalStateException(event + " was sent twice already");
        }
        return delivery;
    }

    int events() {
        return first.size();
    }

    int repeats() {
        return repeats.size();
    }

    /** When each event was sent first, by {@link System#nanoTime}. */
    Map<String, Long> sentAt() {
        return first.values().stream().collect(Collectors.toMap(Delivery::event, Delivery::sentAt));
    }

    /** Repeats count as much as others. */
    List<Delivery> which(Predicate<Delivery> condition) {
        return Stream.concat(first.values().stream(), repeats.values().stream())
                .filter(condition)
                .toList();
    }

    /** Events with this answer; of two answers a 200 counts, and else the higher number. */
    List<String> answeredWith(int status) {
        return events(event -> best(event) == status);
    }

    private int best(String event) {
        if (of(event).anyMatch(delivery -> delivery.status() == ACKNOWLEDGED)) {
            return ACKNOWLEDGED;
        }
        return of(event).mapToInt(Delivery::status).max().orElse(Delivery.NONE);
    }

    /** Events of which two answers say that it is new. */
    List<String> newTwice() {
        return events(event -> of(event).filter(Delivery::isNew).count() > 1);
    }

    /**
     * Events of which each answer is 200, and none says that it is new. Where an answer is missing, or is another, this may
     * be: that request has stored the event nonetheless.
     */
    List<String> neverNew() {
        return events(event -> of(event).allMatch(delivery -> delivery.status() == ACKNOWLEDGED && !delivery.isNew()));
    }

    private List<String> events(Predicate<String> condition) {
        return first.keySet().stream().filter(condition).toList();
    }

    private Stream<Delivery> of(String event) {
        Stream<Delivery> one = Stream.of(first.get(event));
        return repeats.containsKey(event) ? Stream.concat(one, Stream.of(repeats.get(event))) : one;
    }
}
