package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.EventTypes;
import io.tollgate.inbox.StripeAccounts;
import io.tollgate.inbox.StripeAccounts.Connected;
import io.tollgate.inbox.Watermarks;
import io.tollgate.inbox.Watermarks.Mark;
import io.tollgate.inbox.Watermarks.Scope;
import io.tollgate.stripe.StripeKey;
import io.tollgate.stripe.StripeKeys;
import io.tollgate.stripe.StripeRefused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Stripe what it has created, account by account, and stores what the inbox lacks. Each type has a watermark of its own;
 * it moves past what is committed only.
 */
public final class Reconciliation {
    /** In place of the types: whatever there is of snapshot events. */
    static final String ALL = "*";

    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

    /** How long Stripe lists an event. Source: https://docs.stripe.com/api/events. */
    private static final Duration LISTED_FOR = Duration.ofDays(30);

    /** An account that has sent nothing for so long is not asked about. */
    private static final Duration SILENT = Duration.ofDays(90);

    private final StripeKeys keys;
    private final EventList list;
    private final Watermarks watermarks;
    private final MarkGroups groups;
    private final StripeAccounts accounts;
    private final ReconcileProperties properties;
    private final PolicyProperties policies;
    private final Clock clock;

    Reconciliation(
            StripeKeys keys,
            EventList list,
            Watermarks watermarks,
            StripeAccounts accounts,
            ReconcileProperties properties,
            PolicyProperties policies,
            Clock clock) {
        this.keys = keys;
        this.list = list;
        this.watermarks = watermarks;
        this.groups = new MarkGroups(watermarks);
        this.accounts = accounts;
        this.properties = properties;
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param types those that are wanted
     * @param since from when on, whatever the watermark is; null for from there on
     * @param undelivered whether also what some endpoint has not taken, of whatever age
     */
    public record Wish(Set<String> types, Instant since, boolean undelivered) {
        public Wish {
            since = since == null ? null : since.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /** Those that are asked for; Stripe lists all snapshot events at once, and thin ones by their types. @param wanted those that have a flow */
    Set<String> types(Set<String> wanted) {
        if (properties.types().isEmpty()) {
            return wanted;
        }
        Set<String> types = new TreeSet<>(properties.types());
        if (types.contains(ALL)) {
            wanted.stream().filter(EventTypes::isThin).forEach(types::add);
        }
        return types;
    }

    /** All that is to be asked about: our own accounts first. */
    List<Account> accounts() {
        Instant now = clock.instant();
        accounts.scan(now);
        List<Account> own = new ArrayList<>();
        for (StripeKey key : keys.all()) {
            own.add(new Account(key, null, key.owner(), policies.of(key.owner())));
        }
        return Stream.concat(
                        own.stream(),
                        accounts.list(now.minus(SILENT)).stream()
                                .map(this::connected)
                                .flatMap(Optional::stream))
                .toList();
    }

    /** An account that has left: it is asked about once it sends an event again. */
    void forget(Scope connected) {
        accounts.forget(connected.account(), connected.livemode());
    }

    private Optional<Account> connected(Connected connected) {
        return keys.of(connected.endpoint(), connected.livemode())
                .map(key ->
                        new Account(key, connected.account(), connected.endpoint(), policies.of(connected.endpoint())));
    }

    /**
     * @return what was found; its problem says what Stripe refused
     * @throws io.tollgate.stripe.StripeAway when Stripe does not answer; what was found before is stored, and the watermark knows
     * @throws io.tollgate.inbox.InboxUnavailable when the database does not store
     */
    Found run(Account account, Wish wish, Store store) {
        Found found = new Found(account.scope());
        try {
            Instant now = stripesNow(account);
            for (List<Mark> group : groups.of(account.scope(), wish, store.isDry(), now)) {
                new Span(account, group, now, wish, store, found).run();
            }
        } catch (StripeRefused e) {
            found.refused(e);
        }
        return found;
    }

    /** The earlier one of Stripe's clock and ours: by neither is an event of the last minutes taken for one that is missing. */
    private Instant stripesNow(Account account) {
        if (list.stripesNow().isEmpty()) {
            list.touch(account.call(false));
        }
        Instant ours = clock.instant();
        Instant now = list.stripesNow().filter(theirs -> theirs.isBefore(ours)).orElse(ours);
        return now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** What is asked about one group. */
    private final class Span {
        private final Account account;
        private final List<String> types;
        private final Instant listed;
        private final Instant settled;
        private final Instant since;
        private final Instant complete;
        private final Wish wish;
        private final Store store;
        private final CatchUp catchUp;

        Span(Account account, List<Mark> group, Instant now, Wish wish, Store store, Found found) {
            this.account = account;
            this.types = group.stream().map(Mark::type).toList();
            // an event of its last hour may be gone before it is listed
            this.listed = now.minus(LISTED_FOR).plus(Duration.ofHours(1));
            this.settled = now.minus(properties.settle());
            this.since = group.stream()
                    .map(Mark::since)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            this.complete = group.stream()
                    .map(Mark::complete)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            this.wish = wish;
            this.store = store;
            this.catchUp = new CatchUp(account, group, clock.instant(), list, store, found);
        }

        void run() {
            Instant behind = later(since, complete.minus(properties.overlap()));
            Instant from = later(listed, wish.since() == null ? behind : wish.since());
            if (complete.isBefore(listed) && !store.isDry()) {
                log.warn(
                        "{}: Stripe lists 30 days, so what it created from {} to {} and did not deliver is not to be found any more",
                        account.scope(),
                        complete,
                        listed);
                watermarks.giveUp(account.scope(), types, listed);
            }
            catchUp.run(from, settled, watermarks);
            // may be a long list, as of an account that has an endpoint elsewhere which is down: the watermark does not
            // wait for it
            if (wish.undelivered() && wish.since() == null) {
                catchUp.undelivered(later(since, listed), settled);
            }
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
