package io.tollgate.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the database says. An effect is a row that a flow wrote.
 *
 * @param stored ids of the inbox
 * @param routed those that are ROUTED
 * @param dead those that are DEAD
 * @param waiting those of the {@link BadEvents} that are PENDING, have failed, and are due when their schedule says
 * @param expected those that are routed, of types that have a queue
 * @param checkouts those of the type that writes the table of effects
 * @param effects ids in the table that a flow only ever inserts into, one a row
 */
record Kept(
        Set<String> stored,
        Set<String> routed,
        Set<String> dead,
        Set<String> waiting,
        Set<String> expected,
        Set<String> checkouts,
        List<String> effects) {
    private static final String CHECKOUT = "checkout.session.completed";
    static final Map<String, String> QUEUES =
            Map.of("payment_intent.succeeded", "stripe.payments.succeeded", CHECKOUT, "stripe.checkout.completed");

    private static final String INBOX = "SELECT id, type, CASE WHEN " + BadEvents.HAVE_FAILED + " AND "
            + BadEvents.ON_SCHEDULE + " THEN 'WAITING' ELSE status END FROM tollgate.inbox AS i";

    static Kept in(Connection database) throws SQLException {
        Map<String, Set<String>> byStatus = new HashMap<>();
        Map<String, Set<String>> routedByType = new HashMap<>();
        List<String> effects = new ArrayList<>();
        try (Statement statement = database.createStatement()) {
            ResultSet rows = statement.executeQuery(INBOX);
            while (rows.next()) {
                add(byStatus, rows.getString(3), rows.getString(1));
                if (rows.getString(3).equals("ROUTED")) {
                    add(routedByType, rows.getString(2), rows.getString(1));
                }
            }
            rows = statement.executeQuery("SELECT event_id FROM stripe.effect");
            while (rows.next()) {
                effects.add(rows.getString(1));
            }
        }
        Set<String> expected = new HashSet<>();
        QUEUES.keySet().forEach(type -> expected.addAll(routedByType.getOrDefault(type, Set.of())));
        return new Kept(
                union(byStatus),
                byStatus.getOrDefault("ROUTED", Set.of()),
                byStatus.getOrDefault("DEAD", Set.of()),
                byStatus.getOrDefault("WAITING", Set.of()),
                expected,
                routedByType.getOrDefault(CHECKOUT, Set.of()),
                effects);
    }

    private static void add(Map<String, Set<String>> sets, String key, String id) {
        sets.computeIfAbsent(key, absent -> new HashSet<>()).add(id);
    }

    private static Set<String> union(Map<String, Set<String>> sets) {
        Set<String> union = new HashSet<>();
        sets.values().forEach(union::addAll);
        return union;
    }
}
