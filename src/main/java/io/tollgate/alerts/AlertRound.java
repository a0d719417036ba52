package io.tollgate.alerts;

import io.tollgate.inbox.Leases;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One look. Each gateway reports what only it can see; the one that has the lease asks the database, and tells. Two that both think they
 * have it change and tell nothing twice: {@link AlertBook}, {@link Messages}.
 */
final class AlertRound {
    /** As its lease is known in the database. */
    static final String NAME = "alerts";

    private static final Logger log = LoggerFactory.getLogger(AlertRound.class);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration TIDY_EVERY = Duration.ofHours(1);

    private final String gateway;
    private final List<Question> own;
    private final List<Question> shared;
    private final Stores stores;
    private final Holding holding;
    private final Delivery delivery;
    private final DatabaseWatch database;
    private final AlertNews news;
    private final Clock clock;
    private final Map<Condition, List<Sight>> lastSeen = new HashMap<>();
    private Instant tidied = Instant.MIN;

    /**
     * @param gateway its name, so that one that starts again has its lease back at once
     * @param own what only this gateway can see
     * @param shared what any gateway can ask
     */
    AlertRound(
            String gateway,
            List<Question> own,
            List<Question> shared,
            Stores stores,
            Holding holding,
            Delivery delivery,
            DatabaseWatch database,
            AlertNews news,
            Clock clock) {
        this.gateway = gateway;
        this.own = own;
        this.shared = shared;
        this.stores = stores;
        this.holding = holding;
        this.delivery = delivery;
        this.database = database;
        this.news = news;
        this.clock = clock;
    }

    /** Where all of it is kept. */
    record Stores(AlertBook book, Sights sights, Messages messages, Silences silences, Leases leases) {}

    void look() {
        List<Sight> seen = ownSights();
        try {
            stores.sights().report(gateway, seen);
            boolean elected = stores.leases().take(NAME, gateway, LEASE);
            database.there();
            if (elected) {
                evaluate();
            }
            news.update(stores.book().open(), stores.messages().undelivered(delivery.channels()), database.isOn());
        } catch (DataAccessException | TransactionException e) {
            log.debug("The alerts have no database", e);
            database.away();
            news.databaseAway(database.isOn());
        }
    }

    /** Of what nobody knows now it is what was seen last. */
    private List<Sight> ownSights() {
        for (Question question : own) {
            try {
                lastSeen.put(question.condition(), question.ask());
            } catch (RuntimeException e) {
                log.debug("{} is not known", question.condition(), e);
            }
        }
        return lastSeen.values().stream().flatMap(List::stream).toList();
    }

    private void evaluate() {
        Instant now = clock.instant();
        Set<Condition> unknown = EnumSet.noneOf(Condition.class);
        List<Sight> seen = new ArrayList<>(stores.sights().all());
        for (Question question : shared) {
            try {
                seen.addAll(question.ask());
            } catch (RuntimeException e) {
                log.debug("{} is not known", question.condition(), e);
                unknown.add(question.condition());
            }
        }
        holding.update(seen, unknown, now);
        delivery.deliver();
        if (tidied.isBefore(now.minus(TIDY_EVERY))) {
            tidied = now;
            stores.book().forgetOld(now);
            stores.sights().forgetOld();
            stores.silences().forgetOld();
        }
    }

    /** Another gateway goes on at once. */
    void leave() {
        try {
            stores.leases().end(NAME, gateway, null);
        } catch (DataAccessException e) {
            log.debug("The lease ends by itself", e);
        }
    }
}
